using System.Collections.Concurrent;

namespace Sagas.EntityFrameworkIntegration.Tests.TollGates;

/// <summary>What handlers run into, as a test arranges it, and how often they were called.</summary>
public sealed class Trouble
{
    readonly ConcurrentDictionary<object, int> _attempts = new();
    readonly ConcurrentDictionary<Type, Func<object, int, Task>> _arranged = new();

    /// <param name="meet">Called with the message and the number of the attempt to handle it, from 1 on.</param>
    public void Arrange<T>(Func<T, int, Task> meet)
        where T : class =>
        _arranged[typeof(T)] = (message, attempt) => meet((T)message, attempt);

    public int Attempts(object message) => _attempts.GetValueOrDefault(message);

    public Task MeetAsync(object message)
    {
        var attempt = _attempts.AddOrUpdate(message, 1, (_, attempts) => attempts + 1);
        return _arranged.TryGetValue(message.GetType(), out var meet) ? meet(message, attempt) : Task.CompletedTask;
    }
}

using System.Collections.Concurrent;
using Sagas.Contracts;
using Sagas.Payment.Gateway;

namespace Sagas.Payment.Tests;

/// <summary>Stands before the gateway: counts who goes in, and can hold a capture on its way in or out.</summary>
sealed class Doorkeeper(IPaymentGateway gateway) : IPaymentGateway
{
    readonly ConcurrentDictionary<string, Held> _ways = new();
    readonly ConcurrentDictionary<string, int> _captures = new();

    public int CapturesAsked(CapturePaymentKey key) => _captures.GetValueOrDefault(key.Text);

    /// <summary>The next capture under the key waits before it reaches the gateway.</summary>
    public Held HoldOnTheWayIn(CapturePaymentKey key) => _ways[$"in {key.Text}"] = new Held();

    /// <summary>The answer to the next capture under the key waits before it comes back.</summary>
    public Held HoldOnTheWayOut(CapturePaymentKey key) => _ways[$"out {key.Text}"] = new Held();

    public async Task<CaptureAnswer> CaptureAsync(string key, Money amount, string token, CancellationToken cancellationToken)
    {
        _captures.AddOrUpdate(key, 1, (_, count) => count + 1);
        await PassAsync($"in {key}", cancellationToken);
        var answer = await gateway.CaptureAsync(key, amount, token, cancellationToken);
        await PassAsync($"out {key}", cancellationToken);
        return answer;
    }

    public Task<ReleaseAnswer> ReleaseAsync(string key, Money? expected, CancellationToken cancellationToken) => gateway.ReleaseAsync(key, expected, cancellationToken);

    Task PassAsync(string way, CancellationToken cancellationToken) =>
        _ways.TryRemove(way, out var held) ? held.WaitAsync(cancellationToken) : Task.CompletedTask;
}

/// <summary>A call that is held.</summary>
sealed class Held
{
    readonly TaskCompletionSource _arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);
    readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The call is there, and waits.</summary>
    public Task Arrived => _arrived.Task.WaitAsync(TimeSpan.FromSeconds(60));

    public void Release() => _released.SetResult();

    /// <summary>The call breaks off.</summary>
    public void Fail(Exception exception) => _released.SetException(exception);

    public Task WaitAsync(CancellationToken cancellationToken)
    {
        _arrived.SetResult();
        return _released.Task.WaitAsync(cancellationToken);
    }
}

readonly record struct CapturePaymentKey(string Text)
{
    public static implicit operator CapturePaymentKey(Sagas.Contracts.Payment.CapturePayment command) => new(command.EffectKey.ToString());
}

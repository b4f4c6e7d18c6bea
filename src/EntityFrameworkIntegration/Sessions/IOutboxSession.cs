using Sagas.Transactions;

namespace MassTransit;

/// <summary>
/// A unit of work outside of a consumer, for HTTP endpoints and background jobs: what is sent and published through it becomes part of its commit.
/// </summary>
/// <typeparam name="TDbContext">Names the database.</typeparam>
public interface IOutboxSession<TDbContext> : IAsyncDisposable
{
    /// <summary>What the session reads and writes.</summary>
    IUnitOfWork UnitOfWork { get; }

    /// <summary>Sends a message after the commit.</summary>
    /// <param name="destination">Where to: <c>exchange:place-order</c>.</param>
    /// <param name="message">What.</param>
    /// <param name="configure">Sets the message's id and headers.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task SendAsync<T>(Uri destination, T message, Action<SendContext<T>>? configure, CancellationToken cancellationToken)
        where T : class;

    /// <summary>
    /// Arms a timer: the message is sent when it is due. To an endpoint with the outbox of this same database it is sent until it was handled; to another, once.
    /// </summary>
    /// <param name="destination">Where to.</param>
    /// <param name="dueAt">When.</param>
    /// <param name="token">What cancels the timer.</param>
    /// <param name="message">What.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task ScheduleAsync<T>(Uri destination, DateTimeOffset dueAt, Guid token, T message, CancellationToken cancellationToken)
        where T : class;

    /// <summary>Publishes a message after the commit.</summary>
    Task PublishAsync<T>(T message, CancellationToken cancellationToken)
        where T : class;

    /// <summary>Commits everything, then has the messages sent. A session commits once.</summary>
    /// <exception cref="TransactionConflictException">A row changed since it was read; nothing is written. Begin again with a new session.</exception>
    Task CommitAsync(CancellationToken cancellationToken);
}

/// <summary>Opens sessions.</summary>
/// <typeparam name="TDbContext">Names the database.</typeparam>
public interface IOutboxSessions<TDbContext>
{
    /// <summary>Opens a session. Disposing it without a commit writes nothing.</summary>
    /// <param name="source">For whom it speaks: the source address of its messages, where that is not the bus.</param>
    IOutboxSession<TDbContext> Open(Uri? source = null);
}

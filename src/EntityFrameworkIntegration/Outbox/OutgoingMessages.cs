using Sagas.Transactions;

namespace MassTransit.EntityFrameworkCoreIntegration;

/// <summary>The messages and timers of one unit of work: rows of its commit, handed to the dispatcher after it.</summary>
sealed class OutgoingMessages
{
    readonly IUnitOfWork _unit;
    readonly Outbox _outbox;
    readonly List<OutboxMessage> _messages = [];

    public OutgoingMessages(IUnitOfWork unit, Outbox outbox)
    {
        _unit = unit;
        _outbox = outbox;
        unit.AfterCommit(() => outbox.Dispatcher.Enqueue(_messages));
    }

    public void Add<T>(SendContext<T> context)
        where T : class
    {
        var message = _outbox.Leased(OutboxCapture.Capture(context, _unit.Subject?.Id, _outbox.Dispatcher.Endpoints, _outbox.Clock));
        lock (_messages)
        {
            _messages.Add(message);
            _unit.Write(_outbox.Writer, message);
            _unit.Note(message.Token is { } token
                ? new JournalEntry.TimerArmed(token, typeof(T).Name, message.DueAt!.Value)
                : new JournalEntry.MessageSent(message.MessageId, typeof(T).Name, EntityName(message.Destination)));
        }
    }

    static string EntityName(string destination) => destination[(destination.IndexOf(':', StringComparison.Ordinal) + 1)..].Split('?')[0];
}

/// <summary>One database's outbox.</summary>
sealed record Outbox(OutboxWriter Writer, OutboxDispatcher Dispatcher, TimeProvider Clock, TimeSpan Lease)
{
    /// <summary>Keeps a new row for this process, which sends it right after the commit; or until it is due.</summary>
    public OutboxMessage Leased(OutboxMessage message)
    {
        message.LeaseTo(Dispatcher.Owner, message.DueAt ?? Clock.GetUtcNow() + Lease);
        return message;
    }
}

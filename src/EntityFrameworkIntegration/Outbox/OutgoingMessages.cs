using Sagas.Transactions;

namespace MassTransit.EntityFrameworkCoreIntegration;

/// <summary>The messages and timers of one unit of work: rows of its commit, handed to the dispatcher after it.</summary>
sealed class OutgoingMessages
{
    readonly IUnitOfWork _unit;
    readonly Outbox _outbox;
    readonly ConsumeContext? _givenUp;
    readonly List<OutboxMessage> _messages = [];

    /// <param name="unit">The unit.</param>
    /// <param name="outbox">Its database's outbox.</param>
    /// <param name="givenUp">The delivery that has failed, when the unit is not the one that handles it.</param>
    public OutgoingMessages(IUnitOfWork unit, Outbox outbox, ConsumeContext? givenUp = null)
    {
        (_unit, _outbox, _givenUp) = (unit, outbox, givenUp);
        unit.Items[typeof(OutgoingMessages)] = this;
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

    /// <summary>The unit is about to be committed. The answer to the delivery that it handles, or gives up, tells also of that.</summary>
    public void Stamp()
    {
        lock (_messages)
        {
            if (_messages.Count == 0)
                return;
            var handled = _unit.Items.TryGetValue(typeof(ConsumeContext), out var context) ? (ConsumeContext)context : _givenUp;
            var request = handled is null ? null : TimingHeader.Of(handled)?.Departure;
            var now = _outbox.Clock.GetUtcNow();
            // To give a delivery up is a unit of its own: all the attempts together were the handler's.
            var handling = request is null ? null : Handling.Of(handled!.ReceiveContext.ElapsedTime, handled == _givenUp ? null : _unit.Clock, now);
            foreach (var message in _messages)
            {
                if (request is not null && Answers(message, handled!))
                    message.Stamp(now, request, handling);
                else
                    message.Stamp(now);
            }
        }
    }

    static bool Answers(OutboxMessage message, ConsumeContext handled)
    {
        var destination = EntityName(message.Destination);
        return IsThat(handled.ResponseAddress) || IsThat(handled.FaultAddress);

        bool IsThat(Uri? address) => address is not null && EntityName(OutboxCapture.ShortAddress(address)) == destination;
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

    /// <summary>The same for a row that no unit of work stamps when it is handed to the commit.</summary>
    public OutboxMessage LeasedAndStamped(OutboxMessage message)
    {
        message.Stamp(Clock.GetUtcNow());
        return Leased(message);
    }
}

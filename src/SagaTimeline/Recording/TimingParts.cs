using MassTransit;
using Sagas.Transactions;

namespace Sagas.SagaTimeline.Recording;

/// <summary>Puts together what a message told of its way and what handling it took here.</summary>
static class TimingParts
{
    public static StepTiming Of(ConsumeContext context, Handling here, DateTimeOffset now) => Of(
        MessageTiming.Parse(context.ReceiveContext.TransportHeaders.Get<string>(MessageTiming.Header))
            ?? (Delivery.SentAt(context) is { } sentAt ? new MessageTiming(new Departure(sentAt)) : null),
        here,
        now);

    /// <summary>
    /// What was measured counts as it is. What the total leaves of it was spent between processes, and the way there gets of that what the clocks of the two hosts
    /// say: one that is ahead can make it all of the rest, or nothing, and not more.
    /// </summary>
    public static StepTiming Of(MessageTiming? told, Handling here, DateTimeOffset now)
    {
        if (told is null)
        {
            var alone = Milliseconds(here);
            return new StepTiming { Total = alone.Sum, Saga = alone };
        }

        var (message, request, participant) = (told.Departure, told.Request, told.Handling);
        var total = now - (request ?? message).WrittenAt;
        var measured = Measured(message) + Measured(here) + Measured(request) + Measured(participant);
        var between = total > measured ? total - measured : TimeSpan.Zero;
        var there = request is null ? TimeSpan.Zero : Clamp(participant!.ReceivedAt - request.SentAt, between);

        var way = request is null ? null : Way(request, there);
        var atParticipant = participant is null ? null : Milliseconds(participant);
        var (wayHere, atSaga) = (Way(message, between - there), Milliseconds(here));
        return new StepTiming
        {
            Total = (way?.Sum ?? 0) + (atParticipant?.Sum ?? 0) + wayHere.Sum + atSaga.Sum,
            Request = way,
            Participant = atParticipant,
            Message = wayHere,
            Saga = atSaga,
        };
    }

    static TimeSpan Measured(Departure? departure) => departure is null ? TimeSpan.Zero : departure.SentAt - departure.WrittenAt;

    static TimeSpan Measured(Handling? handling) => handling is null ? TimeSpan.Zero : handling.Waiting + handling.Handler + handling.Database;

    static TimeSpan Clamp(TimeSpan duration, TimeSpan most) => duration < TimeSpan.Zero ? TimeSpan.Zero : duration > most ? most : duration;

    static WayTiming Way(Departure departure, TimeSpan broker) => new()
    {
        Commit = departure.Commit is { } commit ? Milliseconds(commit) : null,
        Outbox = departure.Outbox is { } outbox ? Milliseconds(outbox) : null,
        Broker = Milliseconds(broker),
    };

    static HandlingTiming Milliseconds(Handling handling) => new()
    {
        Waiting = Milliseconds(handling.Waiting), Handler = Milliseconds(handling.Handler), Database = Milliseconds(handling.Database),
    };

    /// <summary>To the microsecond: the total is the sum of what is shown.</summary>
    static decimal Milliseconds(TimeSpan duration) => duration.Ticks / TimeSpan.TicksPerMicrosecond / 1_000m;
}

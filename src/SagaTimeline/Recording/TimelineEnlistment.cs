using System.Text;
using MassTransit;
using Sagas.SagaTimeline.Hashing;
using Sagas.SagaTimeline.Masking;
using Sagas.Transactions;

namespace Sagas.SagaTimeline.Recording;

/// <summary>
/// Adds one step to every unit of work that is about a saga of one type, and records the units that failed. It asks for nothing when a unit loads: the
/// statement that writes the step numbers it.
/// </summary>
sealed class TimelineEnlistment<TSaga>(SagaShape<TSaga> shape, SagaTimelineOptions options, FailedAttempts failedAttempts, TimeProvider clock) : IEnlistment
    where TSaga : class, SagaStateMachineInstance
{
    public void OnLoading(IUnitOfWork unit)
    {
        if (unit.Subject?.Kind != typeof(TSaga).Name || Context(unit) is not { } context)
            return;
        var receivedAt = clock.GetUtcNow() - context.ReceiveContext.ElapsedTime;
        unit.Items[typeof(StepDraft)] = new StepDraft(receivedAt, DeliveryAttempts.Next(context, unit.Subject));
    }

    public void OnRecording(IUnitOfWork unit)
    {
        if (IsMine(unit, out var draft, out var context))
            unit.Write(TimelineWriter.Instance, Handled(unit, draft, context));
    }

    public async Task OnFailedAsync(IUnitOfWork unit, Exception exception, CancellationToken cancellationToken)
    {
        if (IsMine(unit, out var draft, out var context))
            await failedAttempts.RecordAsync(Failed(unit, draft, context, Failures.Unwrap(exception)), cancellationToken).ConfigureAwait(false);
    }

    StepRow Handled(IUnitOfWork unit, StepDraft draft, ConsumeContext context)
    {
        var (now, here) = Now(unit, context);
        var saga = unit.IsDuplicate ? null : Saga(unit);
        using var details = new StepDetailsWriter();
        details.AddTimers(unit.Journal);
        if (saga is not null && draft.HasBegun)
            details.AddChanges(shape, draft.Before, saga);
        details.AddEvents(unit.Journal);
        AddMessage(details, unit, context);
        details.AddSent(unit.Journal);
        AddTimer(details, context);
        details.AddTiming(TimingParts.Of(context, here, now));

        var after = saga is null ? null : shape.StateOf(saga);
        var step = Arrived(unit, draft, context, now) with
        {
            Kind = Kind(unit, draft, saga),
            StateBefore = draft.HasBegun ? draft.StateBefore : after,
            StateAfter = after,
            SagaVersion = (saga as ISagaVersion)?.Version is > 0 and var version ? version : null,
            Reason = Mask(draft.Reason, saga, context),
            Actor = Mask(draft.Actor ?? options.Actor(context), saga, context),
        };
        return new StepRow(step, details.Finish());
    }

    TimelineStep Failed(IUnitOfWork unit, StepDraft draft, ConsumeContext context, Exception exception)
    {
        var (now, here) = Now(unit, context);
        using var details = new StepDetailsWriter();
        var saga = Saga(unit);
        details.AddFailure(Failures.Tell(exception, text => Mask(text, saga, context)!));
        AddMessage(details, unit, context);
        AddTimer(details, context);
        details.AddTiming(TimingParts.Of(context, here, now));

        // What it did to the saga's fields is not told: nothing of it was written.
        var state = draft.HasBegun || saga is null ? draft.StateBefore : shape.StateOf(saga);
        return Arrived(unit, draft, context, now) with
        {
            AttemptId = Guid.CreateVersion7(now),
            Kind = exception is TransactionConflictException ? StepKind.Conflicted : StepKind.Failed,
            StateBefore = state,
            StateAfter = state,
            Actor = Mask(draft.Actor ?? options.Actor(context), saga, context),
            DetailsJson = Encoding.UTF8.GetString(details.Finish()),
        };
    }

    /// <summary>Looked at once and together: writing the step takes time too, and must not count twice.</summary>
    (DateTimeOffset Now, Handling Here) Now(IUnitOfWork unit, ConsumeContext context)
    {
        var now = clock.GetUtcNow();
        return (now, Handling.Of(context.ReceiveContext.ElapsedTime, unit.Clock, now));
    }

    TimelineStep Arrived(IUnitOfWork unit, StepDraft draft, ConsumeContext context, DateTimeOffset now) => new()
    {
        SagaType = unit.Subject!.Kind,
        CorrelationId = unit.Subject.Id,
        Kind = StepKind.ActedOn,
        MessageType = Delivery.Message(context).TypeName,
        MessageId = context.GetOriginalMessageId(),
        ConversationId = context.ConversationId,
        Source = Delivery.Source(context),
        Attempt = draft.Attempt,
        Redelivery = context.GetRedeliveryCount(),
        Redelivered = context.ReceiveContext.Redelivered,
        SentAt = Delivery.SentAt(context),
        ReceivedAt = draft.ReceivedAt,
        HandledAt = now,
        RecordedAt = now,
        TraceId = Delivery.TraceId(context),
        Tenant = StorableText.Cut(options.Tenant(context)) ?? "default",
    };

    static StepKind Kind(IUnitOfWork unit, StepDraft draft, TSaga? saga) => (unit.IsDuplicate, saga, draft) switch
    {
        (true, _, _) => StepKind.Duplicate,
        (_, null, _) => StepKind.NoInstance,
        (_, _, { IsTimer: true, IsCurrentTimer: false }) => StepKind.TimerLate,
        (_, _, { IsIgnored: true } or { HasBegun: false }) => StepKind.Ignored,
        (_, _, { IsTimer: true }) => StepKind.TimerFired,
        _ => StepKind.ActedOn,
    };

    void AddMessage(StepDetailsWriter details, IUnitOfWork unit, ConsumeContext context)
    {
        if (!options.RecordMessages)
            return;
        var message = Delivery.Message(context);
        details.AddMessage(message.Body(context), message.Type, shape.Masks, Saga(unit));
    }

    static void AddTimer(StepDetailsWriter details, ConsumeContext context)
    {
        if (context.GetSchedulingTokenId() is { } token)
            details.AddTimer(token);
    }

    string? Mask(string? text, TSaga? saga, ConsumeContext context) =>
        text is null ? null : StorableText.Cut(MaskedValues.MaskIn(text, shape.Masks, saga, Delivery.Message(context).Body(context)));

    static bool IsMine(IUnitOfWork unit, out StepDraft draft, out ConsumeContext context)
    {
        draft = StepDraft.Of(unit)!;
        context = Context(unit)!;
        return draft is not null && unit.Subject?.Kind == typeof(TSaga).Name;
    }

    static ConsumeContext? Context(IUnitOfWork unit) => unit.Items.TryGetValue(typeof(ConsumeContext), out var context) ? (ConsumeContext)context : null;

    static TSaga? Saga(IUnitOfWork unit) => unit.Items.TryGetValue(typeof(TSaga), out var saga) ? (TSaga)saga : null;
}

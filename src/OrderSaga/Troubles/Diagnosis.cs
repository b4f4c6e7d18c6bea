using Sagas.OrderSaga.StepSagas;
using Sagas.OrderSaga.Web.SagaPages;
using Sagas.SagaTimeline;

namespace Sagas.OrderSaga.Troubles;

/// <summary>
/// Tells from the facts how a saga is doing. Of several troubles the one comes first that has to be dealt with first: what a person was called for, then causes,
/// then what follows from them. The evidence is of all.
/// </summary>
sealed class Diagnosis(SagaFacts saga, SagaType type, DateTimeOffset now, TroubleOptions options)
{
    readonly Wait? _wait = type.WaitIn(saga.State);

    public static Trouble Of(SagaFacts saga, SagaType type, DateTimeOffset now, TroubleOptions options) => new Diagnosis(saga, type, now, options).Tell();

    Trouble Tell()
    {
        var findings = new[] { Parked(), Poisoned(), Undeliverable(), WithoutTimer(), Stray(), Overdue(), Unanswered(), Silence() }.OfType<Finding>().ToList();
        if (findings.Count == 0)
            findings = [Waiting()];
        var worst = findings[0];
        return new Trouble(worst.Kind, worst.Kind.NeedsSomebody(), [.. findings.Select(finding => finding.Evidence)], worst.Action);
    }

    Finding? Parked()
    {
        if (saga.ParkedBecause is not { } because)
            return null;
        var owed = saga.Owed.Select(name => type.StepStates.Single(step => step.Step == name)).ToList();
        var next = owed.FirstOrDefault();
        var wait = next is null ? null : type.WaitIn(next.Undo ?? next.Do);
        var isUndo = owed.All(step => step.Undo is not null);
        return new Finding(
            isUndo ? TroubleKind.CompensationFailed : TroubleKind.StepFailed,
            new Evidence($"{because} Parked since {At(saga.Since)}; owed: {string.Join(", ", owed.Select(step => step.Undo is null ? step.Step : $"the undo of {step.Step}"))}."),
            Ask("retry", wait is null
                ? "Retry once what was wrong is put right."
                : $"Put right what was wrong at {EndpointNames.Party(wait.Participant)}, then retry: {wait.Command} is sent again in a new round. "
                    + $"Or see to it outside of the system and resolve it with evidence; a dry run says whether that may be."));
    }

    Finding? Poisoned() => saga.Letter is not { } letter ? null : new Finding(
        TroubleKind.Poisoned,
        new Evidence(
            $"{ShortName(letter.MessageType)} to {EndpointNames.Party(type.Endpoint)} {Fate(letter)}, last {At(letter.LastFailedAt)}; it is dead letter {letter.DeadLetterId}"
            + $"{(letter.Letters > 1 ? $", and so are {letter.Letters - 1} more" : "")}.",
            letter.DeadLetterId, $"/dead-letters/{letter.DeadLetterId}"),
        new SuggestedAction(
            "Look at the dead letter, put right why it failed, and redrive it. A dry run says first what that would do; dismiss it when the timeline shows that nothing waits for it.",
            "redrive", $"/dead-letters/{letter.DeadLetterId}/redrive"));

    Finding? Undeliverable() => saga.Undelivered is not { } stuck ? null : new Finding(
        TroubleKind.Undeliverable,
        new Evidence(
            $"{ShortName(stuck.MessageType)} to {stuck.Destination} has been in the outbox since {At(stuck.WrittenAt)}, tried {Times(stuck.Attempts)}: {stuck.Error}",
            stuck.MessageId, "/health/ready"),
        new SuggestedAction(stuck.Error switch
        {
            var error when error.StartsWith("The broker returned", StringComparison.Ordinal) =>
                $"Start whoever reads {stuck.Destination}, or declare its queue again: the message is tried every few seconds and leaves by itself.",
            var error when error.StartsWith("The bus is not connected", StringComparison.Ordinal) =>
                "Bring the broker back, or this host's way to it: the message leaves by itself within a second of that.",
            _ => "Put right what the error names: the message is tried every half minute and leaves by itself.",
        }));

    Finding? WithoutTimer() => _wait is null || !saga.IsTimerKnown || saga.Timer is not null || saga.UpdatedAt >= now - options.LostAfter ? null : new Finding(
        TroubleKind.OrphanedTimer,
        new Evidence($"It is {saga.State} since {At(saga.Since)} and has no timer: nothing would end this wait but an answer of {EndpointNames.Party(_wait.Participant)}."),
        Ask("retry", "The reconciler arms lost timers again every minute, and has not: look for its events in this host's log. Retry sends the command again and arms a new timer."));

    Finding? Stray() => saga.StrayTimer is not { } timer ? null : new Finding(
        TroubleKind.OrphanedTimer,
        new Evidence(
            $"A timer is due {At(timer.DueAt)} for a saga that {(saga.EndedAt is { } ended ? $"ended {At(ended)}" : saga.State == SagaFacts.NotBegun ? "does not exist" : $"is {saga.State} and waits for another one, or none")}.",
            timer.MessageId),
        new SuggestedAction("When it fires the saga lets it pass. The reconciler may have armed it just when the saga went on (log event 2004); else find out who wrote to the tables, for the saga itself drops its timer with its wait."));

    Finding? Overdue() => saga.Timer is null || !(saga.Deadline < now - options.Grace) ? null : new Finding(
        TroubleKind.Overdue,
        new Evidence(
            $"The deadline of attempt {saga.Attempt} passed {At(saga.Deadline!.Value)}; its timer was sent {Times(saga.Timer.Sent)} and is not handled.",
            saga.Timer.MessageId, "/health/ready"),
        new SuggestedAction(saga.Timer.Sent == 0
            ? "Nobody sends what is due: look at this service's processes and at the broker, in /health/ready."
            : $"Nobody handles what arrives at {type.Endpoint}: look at its queue and consumers, and at this host's log. The timer is sent again by itself, ever more rarely."));

    Finding? Unanswered() => saga.Unanswered is not { } request ? null : new Finding(
        TroubleKind.Overdue,
        new Evidence($"{request.MessageType} was asked for {At(request.RequestedAt)}, and {(saga.State == SagaFacts.NotBegun ? "no saga has begun" : "the saga has not handled it")}.", request.MessageId),
        new SuggestedAction($"The reconciler sends it again every minute: look at the queue and consumers of {type.Endpoint}, and at this host's log."));

    Finding? Silence() => saga.Silence is not { Missed: > 0 } silence || _wait is null ? null : new Finding(
        TroubleKind.ReplyLost,
        new Evidence(
            $"{_wait.Command} was sent {Times(saga.Attempt)} to {EndpointNames.Party(_wait.Participant)}, and {(silence.Missed == 1 ? "the deadline of an attempt" : $"the deadlines of {silence.Missed} attempts")} "
            + "passed without a word.",
            Link: $"/sagas/{saga.SagaId}/page#step-{silence.LastStep}"),
        new SuggestedAction(
            $"Look at {EndpointNames.Party(_wait.Participant)}: its health, its queue and its dead letters. "
            + (saga.Attempt < Attempts
                ? $"The saga asks again by itself, {Times(Attempts)} in all."
                : $"This is the last attempt: at its deadline the saga will {_wait.AtLast.ToString().ToLowerInvariant()}.")));

    Finding Waiting() => _wait is null
        ? new Finding(TroubleKind.Waiting, new Evidence($"It is {saga.State}."), new SuggestedAction("Nothing to do."))
        : new Finding(
            TroubleKind.Waiting,
            new Evidence($"{EndpointNames.Party(_wait.Participant)} was sent {_wait.Command} (attempt {saga.Attempt} of {Attempts}), and has until {(saga.Deadline is { } deadline ? Words.Time(deadline) : "its deadline")}."),
            new SuggestedAction(saga.Attempt < Attempts
                ? "Nothing to do: at the deadline it is asked again, under the same key."
                : $"Nothing to do: this is the last attempt, and at its deadline the saga will {_wait.AtLast.ToString().ToLowerInvariant()}."));

    int Attempts => _wait!.Patience!.Attempts;

    SuggestedAction Ask(string request, string text) => new(text, request, $"/sagas/{saga.SagaId}/{request}");

    string At(DateTimeOffset at) => at <= now ? $"{Words.Time(at)}, {Durations.Human(now - at)} ago" : $"{Words.Time(at)}, in {Durations.Human(at - now)}";

    static string Fate(LetterFacts letter) => letter.Reason switch
    {
        "Failed" => $"failed in {letter.Attempts} {(letter.Attempts == 1 ? "attempt" : "attempts")} with {letter.FaultType?.Split('.')[^1] ?? "an error"}",
        "Skipped" => "was taken by nobody",
        _ => "could not be read",
    };

    static string Times(int number) => number switch
    {
        0 => "never",
        1 => "once",
        _ => FormattableString.Invariant($"{number} times"),
    };

    /// <summary>The first of a message's type names, without its namespace.</summary>
    static string ShortName(string types)
    {
        var urn = types.Split(';')[0];
        var name = urn.Split(':', '.', '+')[^1].TrimEnd(']');
        return name.Length == 0 ? "A message" : urn.Contains("[[", StringComparison.Ordinal) ? $"Fault<{name}>" : name;
    }

    sealed record Finding(TroubleKind Kind, Evidence Evidence, SuggestedAction Action);
}

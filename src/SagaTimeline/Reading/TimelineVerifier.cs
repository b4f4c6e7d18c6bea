using Npgsql;
using Sagas.SagaTimeline.Hashing;

namespace Sagas.SagaTimeline;

/// <summary>Checks that a timeline is what was recorded: every step in its place, none changed, none missing, up to the head.</summary>
/// <param name="dataSource">The database that the sagas are kept in.</param>
public sealed class TimelineVerifier(NpgsqlDataSource dataSource)
{
    const int Page = 500;

    readonly TimelineReader _reader = new(dataSource);

    /// <summary>Checks one saga's timeline.</summary>
    /// <returns>The first step that does not fit; <c>null</c> when all fit, and when there is no timeline.</returns>
    public async Task<BrokenStep?> VerifyAsync(string sagaType, Guid correlationId, CancellationToken cancellationToken = default)
    {
        // The head first: steps that are added meanwhile lie behind it and are left alone.
        var head = await _reader.ReadHeadAsync(sagaType, correlationId, cancellationToken).ConfigureAwait(false);
        var (number, hash) = (0L, "");
        var page = await _reader.ReadAsync(sagaType, correlationId, number, Page, cancellationToken).ConfigureAwait(false);
        while (page.Count > 0)
        {
            foreach (var step in page.TakeWhile(step => head is null || step.Number <= head.Number))
            {
                if (WhatIsWrong(step, number, hash) is { } why)
                    return new BrokenStep(step.Number, why);
                (number, hash) = (step.Number, step.Hash);
            }

            page = await _reader.ReadAsync(sagaType, correlationId, page[^1].Number, Page, cancellationToken).ConfigureAwait(false);
        }

        // Without a head when this began, the saga is new, or somebody has taken its head away.
        head ??= await _reader.ReadHeadAsync(sagaType, correlationId, cancellationToken).ConfigureAwait(false);
        if (head is null)
            return number == 0 ? null : new BrokenStep(number, "the timeline's head is missing");
        return AtTheEnd(head, number, hash);
    }

    static BrokenStep? AtTheEnd(TimelineHead head, long number, string hash)
    {
        if (number > head.Number)
            return null;
        if (number < head.Number)
            return new BrokenStep(number + 1, $"the timeline goes up to step {head.Number}, but ends with step {number}");
        return head.Hash == hash ? null : new BrokenStep(number, "the timeline's head has another hash than its last step");
    }

    static string? WhatIsWrong(TimelineStep step, long previousNumber, string previousHash)
    {
        if (step.Number != previousNumber + 1)
            return $"the step before it, {step.Number - 1}, is missing";
        if (step.PreviousHash != previousHash)
            return "it is tied to another step than the one before it";
        using var details = new CanonicalWriter();
        CanonicalDetails.Write(step.DetailsJson, details);
        return step.Hash == StepHash.Chain(previousHash, StepHash.Digest(step, details.Written)) ? null : "its content is not what was recorded";
    }
}

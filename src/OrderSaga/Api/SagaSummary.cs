namespace Sagas.OrderSaga.Api;

/// <summary>A saga in a few words.</summary>
/// <param name="SagaId">The saga.</param>
/// <param name="Saga">Its type.</param>
/// <param name="OrderId">The order that it is about.</param>
/// <param name="CustomerId">Whose order that is; null, like what follows from a row, when the saga was asked for and has not begun.</param>
/// <param name="DefinitionVersion">The version of the plan that it began with.</param>
/// <param name="State">Its state; that of one that has ended is its outcome.</param>
/// <param name="WaitingSince">Since when it waits; null when it has ended.</param>
/// <param name="Deadline">When it asks again, or gives up.</param>
/// <param name="Attempt">How often it asked in this round.</param>
/// <param name="ParkedBecause">Why it needs an operator.</param>
/// <param name="Owed">The steps that somebody has to see to before it can end as if nothing had been done.</param>
/// <param name="CalledOffBecause">Why it was called off, once it has ended so.</param>
/// <param name="StartedAt">When it began.</param>
/// <param name="EndedAt">When it ended; null while it is under way.</param>
public sealed record SagaSummary(
    Guid SagaId, string Saga, Guid OrderId, string? CustomerId, int? DefinitionVersion, string State, DateTimeOffset? WaitingSince, DateTimeOffset? Deadline, int Attempt,
    string? ParkedBecause, IReadOnlyList<string> Owed, string? CalledOffBecause, DateTimeOffset? StartedAt, DateTimeOffset? EndedAt)
{
    /// <summary>The trouble that it is in; null when none was asked for.</summary>
    public string? Trouble { get; init; }
}

/// <summary>A page of sagas, the stalest first.</summary>
/// <param name="Sagas">The sagas.</param>
/// <param name="Next">What to send as <c>after</c> for the next page; null on the last.</param>
public sealed record SagaPage(IReadOnlyList<SagaSummary> Sagas, string? Next);

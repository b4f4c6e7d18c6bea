namespace Sagas.SagaTimeline;

/// <summary>How a state answers an event.</summary>
public enum AnswerKind
{
    /// <summary>It acts on it.</summary>
    ActsOn,

    /// <summary>It lets it pass with a reason.</summary>
    IgnoredBecause,

    /// <summary>It ignores it with MassTransit's <c>Ignore</c>, which leaves no trace.</summary>
    IgnoredPlainly,

    /// <summary>It does not expect it: the message would end as a failure.</summary>
    None,
}

/// <summary>How one state answers one event.</summary>
/// <param name="State">The state's name.</param>
/// <param name="Event">The event's name.</param>
/// <param name="Kind">How.</param>
/// <param name="Reason">Why it is ignored.</param>
public sealed record EventAnswer(string State, string Event, AnswerKind Kind, string? Reason = null)
{
    /// <summary>The answer as a sentence that names the remedy.</summary>
    public override string ToString() => Kind switch
    {
        AnswerKind.ActsOn => $"{State} acts on {Event}",
        AnswerKind.IgnoredBecause => $"{State} ignores {Event}: {Reason}",
        AnswerKind.IgnoredPlainly => $"{State} ignores {Event} without a reason; replace Ignore by IgnoreBecause",
        _ => $"{State} does not answer {Event}; act on it, or say IgnoreBecause",
    };
}

using Sagas.OrderSaga.Web.Kinds;

namespace Sagas.OrderSaga.Web.SagaPages;

/// <summary>What kind of state it is, for its colour; the words beside it say the same.</summary>
public static class Tone
{
    public const string Forward = "forward", Back = "back", Good = "good", Over = "over", Stuck = "stuck";

    public static string Of(SagaKind kind, string? state)
    {
        ArgumentNullException.ThrowIfNull(kind);
        if (kind.Steps.Any(step => step.Do == state))
            return Forward;
        if (kind.Steps.Any(step => step.Undo == state))
            return Back;
        if (state is null || !kind.Graph.Ends.Contains(state))
            return Stuck;
        var last = kind.Steps[^1].Do;
        return kind.Graph.Transitions.Any(change => change.From == last && change.To == state) ? Good : Over;
    }
}

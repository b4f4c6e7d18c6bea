using Sagas.OrderSaga.Api;
using Sagas.SagaTimeline;

namespace Sagas.OrderSaga.Web.Kinds;

/// <summary>What the explorer has to be told of a type of saga. Everything else it reads from the timeline.</summary>
public interface ISagaKind
{
    string Name { get; }

    /// <summary>The name that its timelines go by.</summary>
    string TimelineType { get; }

    /// <summary>The machine as it is declared.</summary>
    StateGraph Graph { get; }

    /// <summary>The steps in the order in which they are done.</summary>
    IReadOnlyList<StepStates> Steps { get; }

    Task<SagaView?> FindAsync(Guid sagaId, CancellationToken cancellationToken);

    /// <summary>The event stream that the saga writes; <c>null</c> when it has none.</summary>
    Task<SubjectHistory?> HistoryAsync(Guid sagaId, CancellationToken cancellationToken);

    /// <summary>What an operator can ask for in a state.</summary>
    IReadOnlyList<OperatorAction> ActionsIn(string state);

    /// <returns><c>null</c> when there is no such saga.</returns>
    Task<OperatorReply?> AskAsync(OperatorQuestion question, CancellationToken cancellationToken);
}

/// <summary>The states of a step: while it is done, and while it is undone.</summary>
public sealed record StepStates(string Step, string Do, string? Undo, bool IsPivot);

/// <summary>What an operator can ask for.</summary>
/// <param name="Name">How the request is named in forms and addresses.</param>
/// <param name="Means">What it does, in a sentence.</param>
/// <param name="NeedsEvidence">Whether the operator has to say what shows that an undo is settled.</param>
public sealed record OperatorAction(string Name, string Means, bool NeedsEvidence = false);

/// <summary>A filled-in form of an operator.</summary>
public sealed record OperatorQuestion(Guid SagaId, string Action, string Operator, string Reason, string? Evidence, string? Step, bool DryRun);

/// <summary>What comes, or would come, of it.</summary>
public sealed record OperatorReply(bool Applies, string Text);

namespace Sagas.OrderSaga.StepSagas;

/// <summary>The states of a step: while it is done, and while it is undone.</summary>
public sealed record StepStates(string Step, string Do, string? Undo, bool IsPivot);

namespace Sagas.SagaTimeline;

/// <summary>The first place where a timeline is not what was recorded.</summary>
/// <param name="Number">The step's number; one after the last step when the end is missing.</param>
/// <param name="Why">What does not fit, in words.</param>
public sealed record BrokenStep(long Number, string Why);

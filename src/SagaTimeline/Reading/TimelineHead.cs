namespace Sagas.SagaTimeline;

/// <summary>Where a saga's timeline ends.</summary>
/// <param name="CorrelationId">The saga's correlation id.</param>
/// <param name="Number">The number of the last step.</param>
/// <param name="Hash">Its hash, which stands for the whole timeline.</param>
public sealed record TimelineHead(Guid CorrelationId, long Number, string Hash);

using Polly;
using Polly.Retry;
using Polly.Timeout;

namespace Sagas.AllInOne.Api;

/// <summary>How long a request is tried again while the API is away. Every request of the demo may be repeated.</summary>
/// <param name="Attempt">How long one attempt may take.</param>
/// <param name="InAll">How long all attempts may take together.</param>
sealed record ApiPatience(TimeSpan Attempt, TimeSpan InAll)
{
    public static ApiPatience Default { get; } = new(TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(90));

    public ResiliencePipeline ToPipeline(TimeProvider clock) => new ResiliencePipelineBuilder { TimeProvider = clock }
        .AddTimeout(InAll)
        .AddRetry(new RetryStrategyOptions
        {
            ShouldHandle = new PredicateBuilder().Handle<HttpRequestException>().Handle<TimeoutRejectedException>(),
            MaxRetryAttempts = int.MaxValue,
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
            Delay = TimeSpan.FromMilliseconds(100),
            MaxDelay = TimeSpan.FromSeconds(3),
        })
        .AddTimeout(Attempt)
        .Build();
}

using System.Globalization;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.Extensions.Options;
using Sagas.OrderSaga.Web.Kinds;
using Sagas.SagaTimeline;

namespace Sagas.OrderSaga.Web.Live;

/// <summary>
/// A timeline as server-sent events: <c>step</c>, with the step as JSON and its number as the event's id, from which a client resumes; <c>heartbeat</c> in silence;
/// <c>ended</c>, a while after the saga has.
/// </summary>
sealed class LiveTimeline(TimelineFeed feed, TimelineReader timelines, TimeProvider clock, IOptions<ExplorerOptions> options, IHostApplicationLifetime host)
{
    const int Page = 200;

    public async IAsyncEnumerable<SseItem<string>> FollowAsync(
        SagaKind kind, Guid sagaId, long after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // At once, so that the client knows that it is heard.
        yield return new SseItem<string>("", "heartbeat");
        var state = await StateAtAsync(kind, sagaId, after, cancellationToken);
        using var watch = feed.Watch(kind.TimelineType, sagaId);
        var grows = watch.Numbers.ReadAsync(cancellationToken).AsTask();
        // A host that stops does not wait for its watchers: they connect again.
        while (!host.ApplicationStopping.IsCancellationRequested)
        {
            var ended = state is not null && kind.Graph.Ends.Contains(state);
            if (await grows.HappensWithinAsync(ended ? options.Value.Grace : options.Value.Heartbeat, clock, host.ApplicationStopping, cancellationToken))
            {
                grows = watch.Numbers.ReadAsync(cancellationToken).AsTask();
                await foreach (var step in AfterAsync(kind, sagaId, after, cancellationToken))
                {
                    yield return new SseItem<string>(JsonSerializer.Serialize(step, TimelineJson.Options), "step") { EventId = step.Number.ToString(CultureInfo.InvariantCulture) };
                    (after, state) = (step.Number, step.SagaVersion is null ? state : step.StateAfter);
                }
            }
            else if (ended && !host.ApplicationStopping.IsCancellationRequested)
            {
                yield return new SseItem<string>("", "ended");
                yield break;
            }
            else
            {
                yield return new SseItem<string>("", "heartbeat");
            }
        }
    }

    async IAsyncEnumerable<TimelineStep> AfterAsync(SagaKind kind, Guid sagaId, long after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (true)
        {
            var steps = await timelines.ReadAsync(kind.TimelineType, sagaId, after, Page, cancellationToken);
            foreach (var step in steps)
                yield return step;
            if (steps.Count < Page)
                yield break;
            after = steps[^1].Number;
        }
    }

    /// <summary>A client that resumes behind the end has to hear that it has ended.</summary>
    async Task<string?> StateAtAsync(SagaKind kind, Guid sagaId, long after, CancellationToken cancellationToken) =>
        after == 0 ? null : (await timelines.ReadAsync(kind.TimelineType, sagaId, 0, (int)Math.Min(after, int.MaxValue), cancellationToken)).LastOrDefault(step => step.SagaVersion is not null)?.StateAfter;
}

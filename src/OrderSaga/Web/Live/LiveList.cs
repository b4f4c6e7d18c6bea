using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Options;

namespace Sagas.OrderSaga.Web.Live;

/// <summary>The list as server-sent events: <c>changed</c>, at first, whenever it has changed, and in silence, because deadlines pass without anybody's writing.</summary>
sealed class LiveList(ListFeed feed, TimeProvider clock, IOptions<ExplorerOptions> options, IHostApplicationLifetime host)
{
    public async IAsyncEnumerable<SseItem<string>> FollowAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var watch = feed.Watch();
        // A host that stops does not wait for its watchers: they connect again.
        while (!host.ApplicationStopping.IsCancellationRequested)
        {
            var changed = feed.Changed;
            yield return new SseItem<string>("", "changed");
            await changed.HappensWithinAsync(options.Value.Heartbeat, clock, host.ApplicationStopping, cancellationToken);
        }
    }
}

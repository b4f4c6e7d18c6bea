using Sagas.Contracts.Inventory;

namespace Sagas.EffectLedger.Tests;

public sealed class When_many_decide_by_what_all_of_them_change(CounterHost host) : IClassFixture<CounterHost>
{
    const int Limit = 50;

    [Fact]
    public async Task those_who_were_overtaken_decide_again_and_no_more_pass_than_there_is_room_for()
    {
        host.Interruption.Limit = Limit;

        var replies = await Task.WhenAll(Enumerable.Range(0, 4 * Limit).Select(_ => host.AskDecidingAsync(CounterHost.CountUp())));

        replies.Cast<StockUnavailable>().Count(reply => reply.Reason == "Counted").ShouldBe(Limit);
        replies.Cast<StockUnavailable>().Count(reply => reply.Reason == "Full").ShouldBe(3 * Limit);
        (await host.CounterAsync()).ShouldBe(Limit);
    }
}

using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Sagas.OrderSaga.StepSagas;
using Sagas.OrderSaga.Tests.Api;
using Sagas.OrderSaga.Versions;
using Sagas.TestKit;

namespace Sagas.OrderSaga.Tests.Versions;

public sealed class When_a_release_is_checked_before_it_is_deployed : IAsyncLifetime
{
    readonly OrderSagaHost _host = new();

    public ValueTask InitializeAsync() => _host.InitializeAsync();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task it_may_be_when_every_saga_in_flight_can_go_on()
    {
        var saga = await PlaceAsync();

        (await CheckAsync()).ShouldBe((0, "Every saga in flight can go on with this release."));
        var hash = await _host.Database.ScalarAsync<string>("select definition_hash from place_order_sagas where correlation_id = $1", saga);
        (await _host.Database.ScalarAsync<string>("select saga from saga_definitions where hash = $1", hash!)).ShouldBe("PlaceOrder");
        var view = JsonDocument.Parse(await _host.Client.GetStringAsync($"/sagas/{saga}", TestContext.Current.CancellationToken)).RootElement;
        view.GetProperty("definition").GetProperty("hash").GetString().ShouldBe(hash);
    }

    [Fact]
    public async Task it_may_not_be_with_a_saga_in_a_state_that_it_does_not_have()
    {
        var saga = await PlaceAsync();
        await _host.Database.ExecuteAsync("update place_order_sagas set current_state = 'ScoringFraud' where correlation_id = $1", saga);

        var (exitCode, text) = await CheckAsync();

        exitCode.ShouldBe(1);
        text.ShouldStartWith("PlaceOrder: 1 saga is in ScoringFraud, a state that this machine does not have.");
    }

    [Fact]
    public async Task it_may_not_be_with_an_answer_or_a_timer_on_the_way_that_it_does_not_take()
    {
        var saga = await PlaceAsync();
        var type = _host.Services.GetServices<SagaType>().Single(type => type.Name == "PlaceOrder");
        var waiting = type.Definition.State("ReservingStock")!;
        var older = type.Definition with
        {
            States = [.. type.Definition.States.Where(state => state != waiting), waiting with { Answers = [.. waiting.Answers, new("StockPromised", "urn:message:Old:StockPromised", true, [])] }],
        };
        await _host.Database.ExecuteAsync("insert into saga_definitions (saga, hash, definition) values ('PlaceOrder', $1, $2::jsonb)", older.Hash, older.ToJson());
        await _host.Database.ExecuteAsync("update place_order_sagas set definition_hash = $2 where correlation_id = $1", saga, older.Hash);
        await _host.Database.ExecuteAsync("update outbox set message_type = 'urn:message:Old:PatienceEnded' where token is not null");

        var (exitCode, text) = await CheckAsync();

        exitCode.ShouldBe(1);
        text.ShouldContain("1 saga is in ReservingStock and may get StockPromised");
        text.ShouldContain("1 timer is pending for PatienceEnded");
    }

    [Fact]
    public async Task it_can_be_checked_on_the_schema_of_the_release_before()
    {
        await PlaceAsync();
        await _host.Database.ExecuteAsync("alter table place_order_sagas drop column definition_hash; drop table saga_definitions");

        (await CheckAsync()).ExitCode.ShouldBe(0);
    }

    async Task<(int ExitCode, string Text)> CheckAsync()
    {
        await using var output = new StringWriter();
        var exitCode = await CheckDeployment.RunAsync(_host.Services, output, TestContext.Current.CancellationToken);
        return (exitCode, output.ToString().TrimEnd());
    }

    async Task<Guid> PlaceAsync()
    {
        using var placed = await _host.Client.PostAsync(
            "/orders", new StringContent(BadRequests.GoodBody, Encoding.UTF8, "application/json"), TestContext.Current.CancellationToken);
        var order = JsonDocument.Parse(await placed.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).RootElement.GetProperty("orderId").GetGuid();
        await Eventually.ShouldAsync(
            async () => await _host.Database.ScalarAsync<string>("select current_state from place_order_sagas where correlation_id = $1", order) == "ReservingStock", "the saga to begin");
        return order;
    }
}

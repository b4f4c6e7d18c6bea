using MassTransit;
using MassTransit.Saga;
using Microsoft.Extensions.DependencyInjection;
using Sagas.EntityFrameworkIntegration.Tests.TollGates;

namespace Sagas.EntityFrameworkIntegration.Tests;

public sealed class When_a_message_is_correlated_by_an_expression(TollDatabase database) : IClassFixture<TollDatabase>
{
    readonly string _road = $"B{Guid.CreateVersion7()}";

    [Fact]
    public async Task every_saga_that_it_finds_handles_it_in_one_transaction()
    {
        await using var host = await TollHost.StartAsync(database, new TollHostSettings { Retries = 1 });
        var caravans = new[] { await FormAsync(host), await FormAsync(host), await FormAsync(host) };
        var messageId = Guid.CreateVersion7();
        // The second of them fails at the first attempt: then none has stopped.
        host.Trouble.Arrange<CloseRoad>((_, attempt) => attempt == 2 ? throw new TimeoutException("not yet") : Task.CompletedTask);

        await host.SendAsync("caravans", new CloseRoad(_road), messageId);
        var stopped = await host.Sightings.UntilAsync<CaravanStopped>(3, stopped => stopped.Road == _road);
        stopped.Select(message => message.CaravanId).ShouldBe(caravans, ignoreOrder: true);
        (await StopsAsync()).ShouldBe([1, 1, 1]);

        await host.SendAsync("caravans", new CloseRoad(_road), messageId);
        await host.Deliveries.UntilAsync(messageId, 2);
        (await StopsAsync()).ShouldBe([1, 1, 1]);
    }

    [Fact]
    public async Task the_unit_is_about_the_one_saga_that_it_finds()
    {
        await using var host = await TollHost.StartAsync(database);
        var caravanId = await FormAsync(host);

        await host.SendAsync("caravans", new CloseRoad(_road));

        await host.Sightings.UntilAsync<CaravanStopped>(1, stopped => stopped.CaravanId == caravanId);
        (await database.VisitsAsync(caravanId)).ShouldBe(2);
    }

    [Fact]
    public async Task finding_none_is_told_to_the_machine()
    {
        await using var host = await TollHost.StartAsync(database);

        await host.SendAsync("caravans", new CloseRoad(_road));

        await host.Sightings.UntilAsync<RoadWasEmpty>(empty => empty.Road == _road);
    }

    [Fact]
    public async Task a_message_that_may_begin_a_saga_begins_one_only_when_it_finds_none()
    {
        await using var host = await TollHost.StartAsync(database);
        foreach (var border in new[] { "north", "south" })
        {
            var messageId = Guid.CreateVersion7();
            await host.SendAsync("caravans", new ReachBorder(_road, border), messageId);
            await host.Deliveries.UntilAsync(messageId, 1);
        }

        var caravan = (await database.QueryAsync("select caravan_id, borders from caravans where road = $1",
            row => (Id: row.GetGuid(0), Borders: (string[])row[1]), _road)).ShouldHaveSingleItem();
        caravan.Borders.ShouldBe(["north", "south"]);
        (await database.VisitsAsync(caravan.Id)).ShouldBe(2);
    }

    [Fact]
    public async Task those_who_only_look_find_and_load_sagas()
    {
        await using var host = await TollHost.StartAsync(database);
        var caravanId = await FormAsync(host);
        var gateId = await host.OpenGateAsync(database);

        var found = await host.Services.GetRequiredService<IQuerySagaRepository<Caravan>>().Find(new SagaQuery<Caravan>(caravan => caravan.Road == _road));
        found.ShouldBe([caravanId]);
        (await host.Services.GetRequiredService<ILoadSagaRepository<Caravan>>().Load(caravanId)).Road.ShouldBe(_road);
        (await host.Services.GetRequiredService<ILoadSagaRepository<Gate>>().Load(gateId)).CurrentState.ShouldBe("Open");
        (await host.Services.GetRequiredService<ILoadSagaRepository<Gate>>().Load(Guid.CreateVersion7())).ShouldBeNull();
    }

    async Task<Guid> FormAsync(TollHost host)
    {
        var (caravanId, messageId) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        await host.SendAsync("caravans", new FormCaravan(caravanId, _road), messageId);
        await host.Deliveries.UntilAsync(messageId, 1);
        return caravanId;
    }

    Task<IReadOnlyList<int>> StopsAsync() => database.QueryAsync("select stops from caravans where road = $1", row => row.GetInt32(0), _road);
}

using System.Collections.Concurrent;
using MassTransit;
using Sagas.EntityFrameworkIntegration.Tests.TollGates;
using Sagas.TestKit;

namespace Sagas.EntityFrameworkIntegration.Tests;

public sealed class When_a_process_is_killed : IAsyncLifetime
{
    const int Gates = 50;
    const int CarsPerGate = 6;

    readonly TollDatabase _database = new();
    readonly RabbitMqVirtualHost _broker = new();
    readonly ConcurrentDictionary<(Guid Gate, string Plate), ConcurrentBag<(Guid MessageId, int Cars)>> _passed = new();
    IBusControl _bus = null!;

    public async ValueTask InitializeAsync()
    {
        await _database.InitializeAsync();
        await _broker.InitializeAsync();
        _bus = Bus.Factory.CreateUsingRabbitMq(transport =>
        {
            transport.Host(new Uri(_broker.ConnectionString));
            transport.ReceiveEndpoint("observer", endpoint => endpoint.Handler<CarPassed>(context =>
            {
                _passed.GetOrAdd((context.Message.GateId, context.Message.Plate), _ => []).Add((context.MessageId!.Value, context.Message.Cars));
                return Task.CompletedTask;
            }));
        });
        await _bus.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _bus.StopAsync();
        await _broker.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Theory]
    [InlineData("received:50")]
    [InlineData("before-commit:4")]
    [InlineData("after-commit:4")]
    [InlineData("after-send:50")]
    [InlineData("before-delete:2")]
    public async Task nothing_is_lost_and_nothing_is_doubled(string boundary)
    {
        var gates = Enumerable.Range(0, Gates).Select(_ => Guid.CreateVersion7()).ToList();
        foreach (var gateId in gates)
            await _database.ExecuteAsync("insert into gates values ($1, 1, 'Open', 0, null)", gateId);

        await using (var doomed = StartHost(boundary))
        {
            await doomed.WaitForOutputAsync(TollHostProcess.Ready);
            var endpoint = await _bus.GetSendEndpoint(new Uri("exchange:gates"));
            await Task.WhenAll(gates.SelectMany(gateId => Enumerable.Range(0, CarsPerGate).Select(car => endpoint.Send(new CarArrived(gateId, $"K-{car}")))));
            (await doomed.WaitForExitAsync()).ShouldBe(137, doomed.Output);
        }

        await using var host = StartHost(boundary: null);
        await Eventually.ShouldAsync(
            async () => await _database.ScalarAsync<long>("select count(*) from gates where cars = $1", CarsPerGate) == Gates
                && await _database.OutboxAsync() == 0 && _passed.Count == Gates * CarsPerGate,
            "every car to be counted and told of", TimeSpan.FromSeconds(60),
            async () => $"{_passed.Count} told of, gates: {string.Join(", ", await _database.QueryAsync("select cars from gates", row => row.GetInt32(0)))}; "
                + $"{await _database.DescribeOutboxAsync()}; {host.Output}");

        foreach (var gateId in gates)
        {
            (await _database.GateAsync(gateId)).ShouldBe((1 + CarsPerGate, CarsPerGate, "Open"));
            (await _database.VisitsAsync(gateId)).ShouldBeGreaterThanOrEqualTo(CarsPerGate);
            // A message may be sent twice, but never under another id, and each tells of another count.
            var cars = _passed.Where(passed => passed.Key.Gate == gateId).Select(passed => passed.Value.Distinct().ShouldHaveSingleItem().Cars);
            cars.ShouldBe(Enumerable.Range(1, CarsPerGate), ignoreOrder: true);
        }

        (await _database.ScalarAsync<long>("select count(*) from inbox")).ShouldBe(Gates * CarsPerGate);
        foreach (var queue in await _broker.QueuesAsync())
            queue.Value.ShouldBe(0u, queue.Key);
    }

    ChildProcess StartHost(string? boundary) => ChildProcess.Start(
        "dotnet",
        [typeof(TollHostProcess).Assembly.Location, "toll-host", _database.ConnectionString, _broker.ConnectionString],
        new Dictionary<string, string?> { ["SAGAS_FAILPOINT"] = boundary });
}

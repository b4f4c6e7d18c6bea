using System.Diagnostics;
using Sagas.Contracts;
using Sagas.Contracts.Inventory;
using Sagas.Contracts.Orders;
using Sagas.EventStore;
using Sagas.OrderSaga.Data;
using Sagas.OrderSaga.Orders;
using Sagas.Projections;

namespace Sagas.ReadSide.Benchmark;

/// <summary>Appends the events of orders one by one, as hops do, each in a transaction of its own, and announces them.</summary>
sealed class Appender(OrdersHost host)
{
    static readonly Money Total = new(38.50m, "EUR");

    static readonly Money Price = new(19.25m, "EUR");

    static readonly OrderEvent[] Story =
    [
        new OrderEvent.Placed("", [new OrderLine { Sku = "NW-011", Quantity = 2 }], new PostalAddress { Name = "Hanna Moos", Street = "Forsterstr. 57", City = "Mannheim", Country = "Germany" }, null),
        new OrderEvent.StockReserved([new ReservedLine { Sku = "NW-011", Quantity = 2, UnitPrice = Price, LineTotal = Total }], Total),
        new OrderEvent.PaymentCaptured(Total, "ch_1"),
        new OrderEvent.ShipmentCreated(Guid.CreateVersion7(), "Federal Shipping", "FS-2026-000417"),
        new OrderEvent.Confirmed(),
    ];

    readonly PostgresEventStore _store = new(host.Services.GetRequiredKeyedService<Npgsql.NpgsqlDataSource>(typeof(OrderSagaDbContext)), TimeProvider.System);
    readonly EventSerializer _serializer = host.Services.GetRequiredService<OrderStreams>().Serializer;
    readonly EventAlarm _alarm = host.Services.GetRequiredService<EventAlarm>();

    /// <summary>Appends from some connections for some time.</summary>
    /// <param name="connections">How many append at the same time.</param>
    /// <param name="time">For how long.</param>
    /// <param name="perSecond">How many events at most, evenly spread; as many as go when it is null.</param>
    /// <param name="committed">Is told of every commit: the order, and its version.</param>
    /// <returns>Events a second.</returns>
    public async Task<double> RunAsync(int connections, TimeSpan time, double? perSecond, Action<Guid, long> committed)
    {
        var elapsed = Stopwatch.StartNew();
        var appended = await Task.WhenAll(Enumerable.Range(0, connections).Select(connection => Task.Run(async () =>
        {
            var pause = perSecond is { } rate ? TimeSpan.FromSeconds(connections / rate) : TimeSpan.Zero;
            var due = pause * connection / connections;
            var count = 0L;
            while (elapsed.Elapsed < time)
            {
                var order = Guid.CreateVersion7();
                for (var version = 1; version <= Story.Length && elapsed.Elapsed < time; version++)
                {
                    if (due - elapsed.Elapsed is { Ticks: > 0 } early)
                        await Task.Delay(early);
                    due += pause;
                    await AppendAsync(order, version);
                    committed(order, version);
                    count++;
                }
            }

            return count;
        })));
        return appended.Sum() / elapsed.Elapsed.TotalSeconds;
    }

    async Task AppendAsync(Guid order, int version)
    {
        var happened = Story[version - 1] is OrderEvent.Placed placed ? placed with { CustomerId = $"C{order.GetHashCode() & 4095:0000}" } : Story[version - 1];
        var serialized = _serializer.Serialize(happened, Guid.CreateVersion7(), new EventMetadata { Actor = "benchmark", CorrelationId = order });
        await _store.AppendAsync(new StreamAppend(OrderStreams.StreamOf(order), ExpectedVersion.Exactly(version - 1), [serialized]));
        _alarm.Ring();
    }
}

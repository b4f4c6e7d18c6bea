using MassTransit;
using Microsoft.Extensions.Options;
using Npgsql;
using Sagas.Contracts;

namespace Sagas.Shipping.MovingParcels;

/// <summary>Picks up what has waited long enough and delivers what has travelled long enough. Several may come by at once: each takes parcels that no other holds.</summary>
sealed class SimulatedCarrier(IServiceScopeFactory scopes, IOptions<ShippingOptions> options, TimeProvider clock, ILogger<SimulatedCarrier> logger) : BackgroundService
{
    const int Load = 50;

    const string Waiting = $"""
        select shipment_id from shipments
        where status = '{ShipmentStatus.Created}' and created_at <= $1 order by created_at limit $2 for update skip locked
        """;

    const string Travelling = $"""
        select shipment_id from shipments
        where status = '{ShipmentStatus.Dispatched}' and dispatched_at <= $1 order by dispatched_at limit $2 for update skip locked
        """;

    readonly SimulatedCarrierOptions _options = options.Value.SimulatedCarrier;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!_options.Enabled)
            return;

        using var timer = new PeriodicTimer(_options.Interval, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await MoveAsync(Waiting, _options.DispatchAfter, ParcelStatements.DispatchAsync, stoppingToken);
                await MoveAsync(Travelling, _options.DeliverAfter, ParcelStatements.DeliverAsync, stoppingToken);
            }
#pragma warning disable CA1031 // What escapes from here ends the host, and the next round may well succeed.
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
#pragma warning restore CA1031
            {
                logger.CarrierHeldUp(exception);
            }
        }
    }

    async Task MoveAsync(
        string due,
        TimeSpan after,
        Func<IOutboxSession<ShippingDbContext>, IReadOnlyList<Guid>, DateTimeOffset, CancellationToken, Task> move,
        CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        while (true)
        {
            await using var scope = scopes.CreateAsyncScope();
            await using var session = scope.ServiceProvider.GetRequiredService<IOutboxSessions<ShippingDbContext>>().Open(Endpoints.Address(Endpoints.Shipping));
            var parcels = await TakeAsync(await session.UnitOfWork.ConnectAsync(cancellationToken), due, now - after, cancellationToken);
            if (parcels.Count == 0)
                return;
            await move(session, parcels, now, cancellationToken);
            await session.CommitAsync(cancellationToken);
        }
    }

    static async Task<List<Guid>> TakeAsync(NpgsqlConnection connection, string due, DateTimeOffset before, CancellationToken cancellationToken)
    {
        await using var statement = new NpgsqlCommand(due, connection)
        {
            Parameters = { new NpgsqlParameter<DateTimeOffset> { TypedValue = before }, new NpgsqlParameter<int> { TypedValue = Load } },
        };
        var parcels = new List<Guid>();
        await using var reader = await statement.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            parcels.Add(reader.GetGuid(0));
        return parcels;
    }
}

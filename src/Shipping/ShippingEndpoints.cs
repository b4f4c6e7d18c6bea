using MassTransit;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Sagas.Contracts;
using Sagas.ServiceDefaults.ApiKeys;
using Sagas.Shipping.MovingParcels;

namespace Sagas.Shipping;

/// <summary>Shipping over HTTP.</summary>
static class ShippingEndpoints
{
    public static void Map(IEndpointRouteBuilder app)
    {
        var api = app.MapGroup("/shipments").WithTags("Shipping");
        api.MapGet("/{shipmentId:guid}", GetAsync).RequireAuthorization(ApiRoles.Read)
            .WithSummary("A shipment.");
        api.MapGet("", FindOfOrderAsync).RequireAuthorization(ApiRoles.Read)
            .WithSummary("The shipments of an order, cancelled ones included.");
        api.MapPost("/{shipmentId:guid}/dispatch", DispatchAsync).RequireAuthorization(ApiRoles.Operate)
            .WithSummary("A shipment leaves. From then on it can't be cancelled. Asking again changes nothing.");
        api.MapPost("/{shipmentId:guid}/deliver", DeliverAsync).RequireAuthorization(ApiRoles.Operate)
            .WithSummary("A shipment that has left arrives. Asking again changes nothing.");
    }

    static async Task<Results<Ok<Shipment>, ProblemHttpResult>> GetAsync(Guid shipmentId, ShippingDbContext database, CancellationToken cancellationToken) =>
        await FindAsync(database, shipmentId, cancellationToken) is { } shipment ? TypedResults.Ok(shipment) : NoSuchShipment(shipmentId);

    static async Task<Ok<List<Shipment>>> FindOfOrderAsync(Guid orderId, ShippingDbContext database, CancellationToken cancellationToken) => TypedResults.Ok(
        await database.Shipments.AsNoTracking().Where(shipment => shipment.OrderId == orderId).OrderBy(shipment => shipment.CreatedAt).ToListAsync(cancellationToken));

    static Task<Results<Ok<Shipment>, ProblemHttpResult>> DispatchAsync(
        Guid shipmentId, IOutboxSessions<ShippingDbContext> sessions, ShippingDbContext database, TimeProvider clock, CancellationToken cancellationToken) =>
        MoveAsync(shipmentId, ParcelStatements.DispatchAsync, [ShipmentStatus.Dispatched, ShipmentStatus.Delivered], ShipmentStatus.Dispatched, sessions, database, clock, cancellationToken);

    static Task<Results<Ok<Shipment>, ProblemHttpResult>> DeliverAsync(
        Guid shipmentId, IOutboxSessions<ShippingDbContext> sessions, ShippingDbContext database, TimeProvider clock, CancellationToken cancellationToken) =>
        MoveAsync(shipmentId, ParcelStatements.DeliverAsync, [ShipmentStatus.Delivered], ShipmentStatus.Delivered, sessions, database, clock, cancellationToken);

    static async Task<Results<Ok<Shipment>, ProblemHttpResult>> MoveAsync(
        Guid shipmentId,
        Func<IOutboxSession<ShippingDbContext>, IReadOnlyList<Guid>, DateTimeOffset, CancellationToken, Task> move,
        string[] moved,
        string wanted,
        IOutboxSessions<ShippingDbContext> sessions,
        ShippingDbContext database,
        TimeProvider clock,
        CancellationToken cancellationToken)
    {
        await using (var session = sessions.Open(Endpoints.Address(Endpoints.Shipping)))
        {
            await move(session, [shipmentId], clock.GetUtcNow(), cancellationToken);
            await session.CommitAsync(cancellationToken);
        }

        return await FindAsync(database, shipmentId, cancellationToken) switch
        {
            null => NoSuchShipment(shipmentId),
            var shipment when moved.Contains(shipment.Status) => TypedResults.Ok(shipment),
            var shipment => TypedResults.Problem(
                statusCode: StatusCodes.Status409Conflict,
                title: $"The shipment can't be {wanted}",
                detail: $"Shipment {shipmentId} is {shipment.Status}. A shipment is created, then dispatched, then delivered; a cancelled one stays where it is."),
        };
    }

    static Task<Shipment?> FindAsync(ShippingDbContext database, Guid shipmentId, CancellationToken cancellationToken) =>
        database.Shipments.AsNoTracking().SingleOrDefaultAsync(shipment => shipment.ShipmentId == shipmentId, cancellationToken);

    static ProblemHttpResult NoSuchShipment(Guid shipmentId) => TypedResults.Problem(
        statusCode: StatusCodes.Status404NotFound, title: "No such shipment", detail: $"There is no shipment {shipmentId}. Find an order's with GET /shipments?orderId=.");
}

using MassTransit;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Sagas.Inventory.Catalogue;
using Sagas.Inventory.ReceivingStock;
using Sagas.Inventory.Stock;
using Sagas.ServiceDefaults;
using Sagas.ServiceDefaults.ApiKeys;

namespace Sagas.Inventory;

/// <summary>Inventory over HTTP.</summary>
static class InventoryEndpoints
{
    public static void Map(IEndpointRouteBuilder app)
    {
        var api = app.MapGroup("").WithTags("Inventory");
        api.MapPut("/products/{sku}", PutProductAsync).RequireAuthorization(ApiRoles.Operate)
            .WithSummary("Adds a product to the catalogue, or changes it. Reservations keep the price they were made at.");
        api.MapPost("/stock/{sku}/receipts", PostReceiptAsync).RequireAuthorization(ApiRoles.Operate)
            .WithSummary("Books goods that came in. With an Idempotency-Key, sending the request again books nothing more.");
        api.MapGet("/stock", GetStockAsync).RequireAuthorization(ApiRoles.Read)
            .WithSummary("What there is of every product, by SKU, a page at a time: continue after the last SKU.");
        api.MapGet("/stock/{sku}", GetStockOfAsync).RequireAuthorization(ApiRoles.Read)
            .WithSummary("What there is of one product.");
    }

    static async Task<Results<Ok<StockLevel>, ValidationProblem>> PutProductAsync(
        string sku, PutProduct product, IOutboxSessions<InventoryDbContext> sessions, InventoryDbContext database, CancellationToken cancellationToken)
    {
        if (product.Faults(sku) is { Count: > 0 } faults)
            return TypedResults.ValidationProblem(faults);

        await using var session = sessions.Open();
        await CatalogueStatements.PutAsync(await session.UnitOfWork.ConnectAsync(cancellationToken), sku, product, cancellationToken);
        await session.CommitAsync(cancellationToken);
        return TypedResults.Ok((await StockQuery.FindAsync(database, sku, cancellationToken))!);
    }

    static async Task<Results<Ok<Receipt>, ValidationProblem, ProblemHttpResult>> PostReceiptAsync(
        string sku,
        PostReceipt body,
        [FromHeader(Name = IdempotencyKey.Header)] string? idempotencyKey,
        HttpRequest request,
        IOutboxSessions<InventoryDbContext> sessions,
        TimeProvider clock,
        CancellationToken cancellationToken)
    {
        if (body.Faults(request.Headers) is { Count: > 0 } faults)
            return TypedResults.ValidationProblem(faults);
        if (!SkuFormat.IsKept(sku))
            return NoSuchProduct(sku);

        var now = clock.GetUtcNow();
        var wanted = new Receipt { ReceiptId = Guid.CreateVersion7(now), Sku = sku, Quantity = body.Quantity, ReceivedAt = now };
        await using var session = sessions.Open();
        var booked = await ReceiptStatement.BookAsync(await session.UnitOfWork.ConnectAsync(cancellationToken), wanted, idempotencyKey, cancellationToken);
        await session.CommitAsync(cancellationToken);
        return booked switch
        {
            null => NoSuchProduct(sku),
            _ when (booked.Sku, booked.Quantity) != (sku, body.Quantity) => TypedResults.Problem(
                statusCode: StatusCodes.Status422UnprocessableEntity,
                title: "The idempotency key was used for another receipt",
                detail: $"Idempotency-Key {idempotencyKey} stands for {booked.Quantity} units of {booked.Sku}. Send a key of its own with each receipt."),
            _ => TypedResults.Ok(booked),
        };
    }

    static async Task<Results<Ok<List<StockLevel>>, ValidationProblem>> GetStockAsync(
        [AsParameters] StockPage page, InventoryDbContext database, CancellationToken cancellationToken) =>
        page.Faults() is { Count: > 0 } faults ? TypedResults.ValidationProblem(faults) : TypedResults.Ok(await StockQuery.ListAsync(database, page, cancellationToken));

    static async Task<Results<Ok<StockLevel>, ProblemHttpResult>> GetStockOfAsync(string sku, InventoryDbContext database, CancellationToken cancellationToken) =>
        SkuFormat.IsKept(sku) && await StockQuery.FindAsync(database, sku, cancellationToken) is { } level ? TypedResults.Ok(level) : NoSuchProduct(sku);

    static ProblemHttpResult NoSuchProduct(string sku) => TypedResults.Problem(
        statusCode: StatusCodes.Status404NotFound,
        title: "No such product",
        detail: $"The catalogue has no product {sku}. Add it with PUT /products/{sku}.");
}

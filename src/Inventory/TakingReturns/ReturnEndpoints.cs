using MassTransit;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Sagas.Contracts;
using Sagas.ServiceDefaults.ApiKeys;

namespace Sagas.Inventory.TakingReturns;

/// <summary>What people in the warehouse say about goods that come back.</summary>
static class ReturnEndpoints
{
    public static void Map(IEndpointRouteBuilder app)
    {
        var api = app.MapGroup("/returns/{returnId:guid}").WithTags("Inventory");
        api.MapGet("", GetAsync).RequireAuthorization(ApiRoles.Read)
            .WithSummary("A return as the warehouse sees it.");
        api.MapPost("/receipt", PostReceiptAsync).RequireAuthorization(ApiRoles.Operate)
            .WithSummary("Books that the goods of a return have arrived. Sent again, it changes nothing.");
        api.MapPost("/inspection", PostInspectionAsync).RequireAuthorization(ApiRoles.Operate)
            .WithSummary("Books what was found of the goods: of every line, how many are sound and how many damaged. Sent again unchanged, it changes nothing.");
    }

    static async Task<Results<Ok<ReturnView>, ProblemHttpResult>> GetAsync(Guid returnId, InventoryDbContext database, CancellationToken cancellationToken) =>
        await FindAsync(database, returnId, cancellationToken) is { } found ? TypedResults.Ok(found) : NoSuchReturn(returnId);

    static async Task<Results<Ok<ReturnView>, ProblemHttpResult>> PostReceiptAsync(
        Guid returnId, IOutboxSessions<InventoryDbContext> sessions, InventoryDbContext database, CancellationToken cancellationToken)
    {
        await using var session = sessions.Open(Endpoints.Address(Endpoints.Inventory));
        var connection = await session.UnitOfWork.ConnectAsync(cancellationToken);
        if (await ReturnStatements.ReceiveAsync(connection, returnId, cancellationToken) is { } received)
        {
            await session.SendAsync(received.ReceiveAddress, received.Received(), configure: null, cancellationToken);
            await session.CommitAsync(cancellationToken);
        }

        return await FindAsync(database, returnId, cancellationToken) switch
        {
            null => NoSuchReturn(returnId),
            { State: ReturnState.Cancelled } => Conflict("The return was cancelled", "Nobody expects these goods any more. Send them back, or have the customer ask for a new return."),
            // It was not there to be booked, and came to be expected before it was looked for.
            { State: ReturnState.Expected } => await PostReceiptAsync(returnId, sessions, database, cancellationToken),
            var found => TypedResults.Ok(found),
        };
    }

    static async Task<Results<Ok<ReturnView>, ValidationProblem, ProblemHttpResult>> PostInspectionAsync(
        Guid returnId, PostInspection body, IOutboxSessions<InventoryDbContext> sessions, InventoryDbContext database, CancellationToken cancellationToken)
    {
        await using var session = sessions.Open(Endpoints.Address(Endpoints.Inventory));
        var connection = await session.UnitOfWork.ConnectAsync(cancellationToken);
        if (await ReturnStatements.LockAsync(connection, returnId, cancellationToken) is not { } found)
            return NoSuchReturn(returnId);
        var lines = await ReturnStatements.LinesAsync(connection, returnId, cancellationToken);
        if (found.State == ReturnState.Inspected && body.Repeats(lines))
            return TypedResults.Ok((await FindAsync(database, returnId, cancellationToken))!);
        if (found.State != ReturnState.Received)
            return Conflict($"The return is {found.State}", "Only goods that have arrived and were not inspected before can be inspected. Nothing was written.");
        if (body.Faults(lines) is { Count: > 0 } faults)
            return TypedResults.ValidationProblem(faults);

        await ReturnStatements.BookInspectionAsync(connection, returnId, body.Lines, cancellationToken);
        if (found.InspectKey is { } asked)
            await session.SendAsync(found.InspectAddress ?? found.ReceiveAddress, found.Inspected(asked, body.Lines), configure: null, cancellationToken);
        await session.CommitAsync(cancellationToken);
        return TypedResults.Ok((await FindAsync(database, returnId, cancellationToken))!);
    }

    static async Task<ReturnView?> FindAsync(InventoryDbContext database, Guid returnId, CancellationToken cancellationToken)
    {
        if (await database.Returns.AsNoTracking().SingleOrDefaultAsync(row => row.ReturnId == returnId, cancellationToken) is not { } found)
            return null;
        return ReturnView.Of(found, await database.ReturnLines.AsNoTracking().Where(line => line.ReturnId == returnId).ToListAsync(cancellationToken));
    }

    static ProblemHttpResult NoSuchReturn(Guid returnId) => TypedResults.Problem(
        statusCode: StatusCodes.Status404NotFound,
        title: "No such return",
        detail: $"Inventory expects no return {returnId}. It is told of one a moment after POST /orders/{{orderId}}/returns.");

    static ProblemHttpResult Conflict(string title, string detail) => TypedResults.Problem(statusCode: StatusCodes.Status409Conflict, title: title, detail: detail);
}

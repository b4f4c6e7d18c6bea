using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Sagas.Payment.Gateway;
using Sagas.Payment.Ledger;

namespace Sagas.Payment;

/// <summary>Payment over HTTP, with a look at the simulated gateway's own record.</summary>
static class PaymentEndpoints
{
    /// <summary>What a person looks through; an audit of everything reads the database.</summary>
    const int MostCharges = 1_000;

    public static void Map(IEndpointRouteBuilder app)
    {
        var api = app.MapGroup("").WithTags("Payment");
        api.MapGet("/payments/{orderId:guid}", GetAsync).WithSummary("What was charged for an order and given back, as Payment knows it.");
        api.MapGet("/gateway/charges", GetChargesAsync).WithSummary("The gateway's own record: of one order, or the latest thousand.");
    }

    static async Task<Results<Ok<PaymentView>, ProblemHttpResult>> GetAsync(Guid orderId, PaymentDbContext database, CancellationToken cancellationToken)
    {
        var entries = await database.Entries.AsNoTracking().Where(entry => entry.OrderId == orderId).OrderBy(entry => entry.RecordedAt).ToListAsync(cancellationToken);
        return entries.Count > 0
            ? TypedResults.Ok(PaymentView.Of(orderId, entries))
            : TypedResults.Problem(
                statusCode: StatusCodes.Status404NotFound, title: "No such payment", detail: $"Payment was never asked to charge order {orderId}, or has not been answered yet.");
    }

    static async Task<Ok<List<Charge>>> GetChargesAsync(Guid? orderId, GatewayDbContext gateway, CancellationToken cancellationToken) => TypedResults.Ok(
        await gateway.Charges.AsNoTracking().Where(charge => orderId == null || charge.OrderId == orderId)
            .OrderByDescending(charge => charge.CreatedAt).Take(MostCharges).ToListAsync(cancellationToken));
}

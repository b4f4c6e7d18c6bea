using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Sagas.Payment.Ledger;
using Sagas.Payment.SimulatedGateway;
using Sagas.ServiceDefaults.ApiKeys;

namespace Sagas.Payment;

/// <summary>Payment over HTTP.</summary>
static class PaymentEndpoints
{
    const int PageSize = 1000;

    public static void Map(IEndpointRouteBuilder app)
    {
        var api = app.MapGroup("").WithTags("Payment");
        api.MapGet("/payments/{orderId:guid}", GetAsync).RequireAuthorization(ApiRoles.Read)
            .WithSummary("What was charged for an order and given back, as Payment knows it.");
        api.MapGet("/gateway/charges", GetChargesAsync).RequireAuthorization(ApiRoles.Read)
            .WithSummary("The simulated gateway's own books, a thousand keys at a time: continue after the last number.");
    }

    static async Task<Results<Ok<OrderPaymentsView>, ProblemHttpResult>> GetAsync(Guid orderId, PaymentDbContext database, CancellationToken cancellationToken)
    {
        var payments = await database.Payments.AsNoTracking()
            .Where(payment => payment.OrderId == orderId).OrderBy(payment => payment.RecordedAt).ToListAsync(cancellationToken);
        return payments.Count > 0
            ? TypedResults.Ok(OrderPaymentsView.Of(orderId, payments))
            : TypedResults.Problem(
                statusCode: StatusCodes.Status404NotFound,
                title: "No payment",
                detail: $"The gateway was never asked to charge order {orderId}, or its answer is not recorded yet; GET /gateway/charges shows the gateway's own books.");
    }

    static async Task<Ok<List<ChargeView>>> GetChargesAsync(SimulatedGatewayDbContext database, CancellationToken cancellationToken, long after = 0)
    {
        var charges = await database.Charges.AsNoTracking()
            .Where(charge => charge.Number > after).OrderBy(charge => charge.Number).Take(PageSize).ToListAsync(cancellationToken);
        return TypedResults.Ok(charges.ConvertAll(ChargeView.Of));
    }
}

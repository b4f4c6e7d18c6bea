using System.Globalization;
using Sagas.OrderSaga.Api;
using Sagas.OrderSaga.Orders;
using Sagas.ServiceDefaults.ApiKeys;

namespace Sagas.OrderSaga.ReadSide;

static class OrderListEndpoints
{
    // Requests do not say yet whose they are.
    const string Tenant = "default";

    const int PageSize = 100;
    const int MostOrders = 1_000;

    static readonly string[] Statuses = [.. Enum.GetNames<OrderStatus>().Where(name => name != nameof(OrderStatus.NotPlaced))];

    public static void MapOrderLists(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/orders", ListAsync)
            .WithTags("Orders")
            .RequireAuthorization(ApiRoles.Read)
            .WithSummary("Orders, the one placed last first")
            .WithDescription(
                "Of a customer, in a status, or both. The answer's next, sent as after, gets the next page: nothing that happens meanwhile moves an order from one page to another. "
                + "Lists follow the orders by some milliseconds; each order tells the version that it is shown at, and GET /orders/{id}?minVersion= waits until lists show that version.")
            .Produces<OrderPage>()
            .ProducesValidationProblem();

        endpoints.MapGet("/orders/counts", CountAsync)
            .WithTags("Orders")
            .RequireAuthorization(ApiRoles.Read)
            .WithSummary("How many orders are, or were, in each status")
            .WithDescription("at=2025-03-03T09:30:00Z counts them as they were at the end of that instant (RFC 3339, with an offset).")
            .Produces<OrderCountsView>()
            .ProducesValidationProblem();

        endpoints.MapGet("/customers/{customerId}/totals", TotalsAsync)
            .WithTags("Orders")
            .RequireAuthorization(ApiRoles.Read)
            .WithSummary("What a customer ordered, by day and currency")
            .WithDescription("Days are UTC days, from and to included; the last 31 when they are left out, and at most 366.")
            .Produces<IReadOnlyList<CustomerDayView>>()
            .ProducesValidationProblem();
    }

    static async Task<IResult> ListAsync(
        HttpRequest request, OrderLists lists, string? customerId, string? status, string? after, string? limit, CancellationToken cancellationToken)
    {
        var errors = new FieldErrors();
        errors.CheckParameters(request.Query.Keys, "customerId", "status", "after", "limit");
        if (customerId is not null)
            errors.CheckText(customerId, "customerId");
        errors.Check(status is null || Statuses.Contains(status), "status", $"is {status}. Give one of {string.Join(", ", Statuses)}.");
        OrderCursor? cursor = null;
        errors.Check(after is null || OrderCursor.TryParse(after, out cursor), "after", "is not where a page ended. Send the next of the page before, unchanged.");
        var size = PageSize;
        errors.Check(
            limit is null || (int.TryParse(limit, NumberStyles.None, CultureInfo.InvariantCulture, out size) && size is > 0 and <= MostOrders),
            "limit", FormattableString.Invariant($"is {limit}. Give a number of orders from 1 to {MostOrders}."));
        return errors.Any
            ? errors.ToProblem()
            : Results.Ok(await lists.FindAsync(new OrderCriteria(Tenant, customerId, status is null ? null : Enum.Parse<OrderStatus>(status), cursor, size), cancellationToken));
    }

    static async Task<IResult> CountAsync(HttpRequest request, OrderCounts counts, TimeProvider clock, string? at, CancellationToken cancellationToken)
    {
        var errors = new FieldErrors();
        errors.CheckParameters(request.Query.Keys, "at");
        var moment = OrderMoment.Parse(null, at, clock.GetUtcNow(), errors);
        return errors.Any
            ? errors.ToProblem()
            : Results.Ok(await counts.AtAsync(Tenant, moment is OrderMoment.AtInstant { Instant: var instant } ? instant : clock.GetUtcNow(), cancellationToken));
    }

    static async Task<IResult> TotalsAsync(
        HttpRequest request, CustomerTotals totals, TimeProvider clock, string customerId, string? from, string? to, CancellationToken cancellationToken)
    {
        var errors = new FieldErrors();
        errors.CheckParameters(request.Query.Keys, "from", "to");
        errors.CheckText(customerId, "customerId");
        var until = Day(to, "to", errors) ?? DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
        var since = Day(from, "from", errors) ?? (until.DayNumber > 30 ? until.AddDays(-30) : DateOnly.MinValue);
        if (!errors.Any)
        {
            errors.Check(since <= until, "from", FormattableString.Invariant($"is after {until:yyyy-MM-dd}. Give a day that is not."));
            errors.Check(until.DayNumber - since.DayNumber < 366, "from", "is more than a year before the last day. Ask year by year.");
        }

        return errors.Any ? errors.ToProblem() : Results.Ok(await totals.OfAsync(Tenant, customerId, since, until, cancellationToken));
    }

    static DateOnly? Day(string? text, string field, FieldErrors errors)
    {
        if (text is null)
            return null;
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
            return day;
        errors.Add(field, $"is {text}. Give a day such as 2025-03-03.");
        return null;
    }
}

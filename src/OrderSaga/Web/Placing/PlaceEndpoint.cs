using Microsoft.AspNetCore.Http.HttpResults;
using Sagas.OrderSaga.Api;

namespace Sagas.OrderSaga.Web.Placing;

/// <summary>Places an order as POST /orders does, from a form. The form carries its Idempotency-Key, so that sending it twice places one order.</summary>
static class PlaceEndpoint
{
    public static RazorComponentResult<PlacePage> Get() => Page(new OrderForm(), [], StatusCodes.Status200OK);

    public static async Task<IResult> PostAsync(HttpContext http, OrderRequests requests, CancellationToken cancellationToken)
    {
        var form = OrderForm.Of(await http.Request.ReadFormAsync(cancellationToken));
        var request = form.ToRequest();
        var errors = PlaceOrderValidation.Validate(request);
        errors.CheckText(form.Key, "key");
        if (errors.Any)
            return Page(form, errors.Sentences, StatusCodes.Status400BadRequest);

        return await requests.PlaceAsync(request, form.Key, http.User.Identity?.Name, cancellationToken) is RequestResult.Recorded recorded
            ? Results.LocalRedirect($"~/sagas/{recorded.OrderId}/page")
            : Page(form with { Key = new OrderForm().Key }, ["This form was sent before with other values. Send it again to place another order."], StatusCodes.Status422UnprocessableEntity);
    }

    static RazorComponentResult<PlacePage> Page(OrderForm form, IReadOnlyList<string> errors, int status) =>
        new(new Dictionary<string, object?> { ["Form"] = form, ["Errors"] = errors }) { StatusCode = status };
}

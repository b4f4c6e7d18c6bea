using System.Globalization;

namespace Sagas.OrderSaga.Api;

/// <summary>Tells which version of an order's stream an answer is about.</summary>
static class EventVersion
{
    public static void Show(HttpContext http, long version) => http.Response.Headers["X-Event-Version"] = version.ToString(CultureInfo.InvariantCulture);
}

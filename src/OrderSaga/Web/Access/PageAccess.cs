using Sagas.OrderSaga.Web.Layout;
using Sagas.ServiceDefaults.ApiKeys;

namespace Sagas.OrderSaga.Web.Access;

/// <summary>
/// Who may see a page, and use its forms. A browser that opens a page can't send the header that a key goes in, so a page answers everybody, and those who may not see it
/// get one that asks for the key. There are no cookies: a form that another site sends comes with no key, and is refused by where it says it comes from as well, for hosts
/// without keys.
/// </summary>
static class PageAccess
{
    public static RouteHandlerBuilder ForPeople(this RouteHandlerBuilder endpoint, string role) =>
        endpoint.AllowAnonymous().ExcludeFromDescription().AddEndpointFilter(async (context, next) =>
        {
            var http = context.HttpContext;
            PageHeaders.Write(http.Response.Headers);
            if (HttpMethods.IsPost(http.Request.Method) && !CameFromHere(http.Request))
                return Notices.FromElsewhere();
            if (!http.User.IsInRole(role))
                return HasKeys(http) ? Notices.KeyNeeded(role, http.User.Identity?.Name) : Notices.LoopbackOnly();
            if (HttpMethods.IsPost(http.Request.Method) && await WhyNoFormAsync(http) is { } refusal)
                return refusal;
            return await next(context);
        });

    /// <summary>Reads the form, which is kept for the endpoint: what is none, or a broken one, is the sender's mistake.</summary>
    static async Task<IResult?> WhyNoFormAsync(HttpContext http)
    {
        if (!http.Request.HasFormContentType)
            return Notices.NoForm(StatusCodes.Status415UnsupportedMediaType, "Forms are sent as application/x-www-form-urlencoded or multipart/form-data.");
        try
        {
            await http.Request.ReadFormAsync(http.RequestAborted);
            return null;
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException)
        {
            return Notices.NoForm(StatusCodes.Status400BadRequest, "It is broken off, too long, or not encoded as it says.");
        }
    }

    /// <summary>Browsers say where a form was sent from. What says nothing is no browser, and has the API.</summary>
    static bool CameFromHere(HttpRequest request)
    {
        var site = request.Headers["Sec-Fetch-Site"].ToString();
        if (site.Length > 0 && site != "same-origin")
            return false;
        return Uri.TryCreate(request.Headers.Origin.ToString(), UriKind.Absolute, out var origin)
            && origin.Scheme == request.Scheme
            && string.Equals(origin.Authority, request.Host.ToString(), StringComparison.OrdinalIgnoreCase);
    }

    static bool HasKeys(HttpContext http) => http.RequestServices.GetRequiredService<IConfiguration>().GetSection(ApiKey.Section).GetChildren().Any();
}

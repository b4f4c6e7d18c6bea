using Microsoft.AspNetCore.Http.HttpResults;
using Sagas.OrderSaga.Troubles;

namespace Sagas.OrderSaga.Web.Layout;

/// <summary>Pages that only say something.</summary>
static class Notices
{
    public static RazorComponentResult<NoticePage> KeyNeeded(string role, string? held) => Page(
        held is null ? StatusCodes.Status401Unauthorized : StatusCodes.Status403Forbidden,
        "A key is needed",
        held is null
            ? $"This host answers to API keys. Give one with the role {role}."
            : $"Key {held} lacks the role {role}. Give one that has it.",
        asksForKey: true);

    public static RazorComponentResult<NoticePage> LoopbackOnly() => Page(
        StatusCodes.Status403Forbidden, "This host answers on loopback only",
        "It has no API keys. Ask from the same machine, as localhost and without a proxy, or give it keys in the configuration section ApiKeys.");

    public static RazorComponentResult<NoticePage> FromElsewhere() => Page(
        StatusCodes.Status403Forbidden, "The form was sent from elsewhere",
        "Only forms of this host's own pages are taken. Nothing was written. Programs use the API, which /swagger describes.");

    public static RazorComponentResult<NoticePage> NoForm(int status, string why) =>
        Page(status, "The form can't be read", $"{why} Nothing was written. Programs use the API, which /swagger describes.");

    public static RazorComponentResult<NoticePage> NoSuchSaga(Guid sagaId) => Page(
        StatusCodes.Status404NotFound, "There is no such saga",
        $"Nothing was ever delivered to a saga with the id {sagaId}. An order's saga has the order's id, and begins a moment after it: look again.");

    /// <summary>A request is recorded before its saga handles it. The browser looks again by itself.</summary>
    public static RazorComponentResult<NoticePage> NotBegun(HttpResponse response, Trouble? trouble)
    {
        response.Headers["Refresh"] = "1";
        return Page(
            StatusCodes.Status202Accepted, "The saga is about to begin",
            $"What was asked for is recorded; the saga has not handled it yet. This page looks again every second.{(trouble is null ? "" : $" {trouble.Evidence[0].Text} {trouble.Action.Text}")}");
    }

    public static RazorComponentResult<NoticePage> Wrong(string what) => Page(StatusCodes.Status400BadRequest, "The address is not valid", what);

    static RazorComponentResult<NoticePage> Page(int status, string title, string text, bool asksForKey = false) =>
        new(new Dictionary<string, object?> { ["Heading"] = title, ["Text"] = text, ["AsksForKey"] = asksForKey }) { StatusCode = status };
}

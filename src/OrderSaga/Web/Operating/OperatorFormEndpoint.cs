using Microsoft.AspNetCore.Http.HttpResults;
using Sagas.OrderSaga.Web.Kinds;
using Sagas.OrderSaga.Web.Layout;
using Sagas.OrderSaga.Web.SagaPages;

namespace Sagas.OrderSaga.Web.Operating;

/// <summary>Takes what an operator filled in. The checks of whether it applies are those of the API, and so is what is written.</summary>
static class OperatorFormEndpoint
{
    public const int LongestReason = 500;

    const int LongestEvidence = 2_000;

    public static async Task<IResult> AskAsync(HttpContext http, Guid sagaId, string action, SagaPageQuery pages, CancellationToken cancellationToken)
    {
        if (await pages.FindAsync(sagaId, step: null, http) is not { } page)
            return Notices.NoSuchSaga(sagaId);
        if (page.Saga is not { } saga)
            return Answer(page, new OperatorReply(false, "Messages were delivered under this id, and none of them began a saga. Nothing was written."), StatusCodes.Status404NotFound);
        if (page.Kind.ActionsFor(saga).FirstOrDefault(offered => offered.Name == action) is not { } offered)
            return Answer(page, new OperatorReply(false, $"The saga is {saga.State}: {action} does not apply to it. Nothing was written."), StatusCodes.Status409Conflict);

        var form = await http.Request.ReadFormAsync(cancellationToken);
        var (reason, evidence) = (form["reason"].ToString().Trim(), form["evidence"].ToString().Trim());
        var fault = Fault("reason", reason, LongestReason) ?? (offered.NeedsEvidence ? Fault("evidence", evidence, LongestEvidence) : null);
        if (fault is not null)
            return Answer(page, new OperatorReply(false, fault), StatusCodes.Status400BadRequest);

        var dryRun = form["dryRun"] == "true";
        var question = new OperatorQuestion(
            sagaId, action, Operator(http), reason, offered.NeedsEvidence ? evidence : null, offered.NeedsEvidence ? form["step"].ToString() : null, dryRun);
        return await page.Kind.AskAsync(question, cancellationToken) switch
        {
            null => Notices.NoSuchSaga(sagaId),
            { Applies: false } refusal => Answer(page, refusal with { Text = $"{refusal.Text} Nothing was written." }, StatusCodes.Status409Conflict),
            { } foresight when dryRun => Answer(page, foresight with { Text = $"{foresight.Text} Nothing was written." }, StatusCodes.Status200OK),
            _ => Results.LocalRedirect($"~{page.Address}", permanent: false, preserveMethod: false),
        };
    }

    public static string Operator(HttpContext http) => http.User.Identity?.Name ?? "an operator on this machine";

    public static string? Fault(string field, string value, int longest) => value switch
    {
        "" => $"Say the {field}. Nothing was written.",
        _ when value.Length > longest => $"The {field} has {value.Length} characters; say it in {longest}. Nothing was written.",
        _ when value.Any(char.IsControl) => $"The {field} contains control characters. Nothing was written.",
        _ => null,
    };

    public static RazorComponentResult<SagaPage> Answer(SagaPageModel page, OperatorReply reply, int status) =>
        new(new Dictionary<string, object?> { ["Page"] = page, ["Reply"] = reply }) { StatusCode = status };
}

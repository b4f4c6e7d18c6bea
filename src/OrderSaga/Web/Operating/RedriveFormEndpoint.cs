using MassTransit.EntityFrameworkCoreIntegration;
using Sagas.OrderSaga.Web.Kinds;
using Sagas.OrderSaga.Web.Layout;
using Sagas.OrderSaga.Web.SagaPages;

namespace Sagas.OrderSaga.Web.Operating;

/// <summary>Redrives a dead letter from the page of the saga that it is about, or says what that would do.</summary>
static class RedriveFormEndpoint
{
    public static async Task<IResult> AskAsync(
        HttpContext http, Guid sagaId, Guid deadLetterId, SagaPageQuery pages, IEnumerable<IDeadLetters> services, CancellationToken cancellationToken)
    {
        if (await pages.FindAsync(sagaId, step: null, http) is not { } page)
            return Notices.NoSuchSaga(sagaId);
        if (page.DeadLetter != deadLetterId || await ServiceOfAsync(services, deadLetterId, cancellationToken) is not { } service)
            return OperatorFormEndpoint.Answer(page, new OperatorReply(false, $"{deadLetterId} is no open dead letter of this saga. Nothing was written."), StatusCodes.Status409Conflict);

        var form = await http.Request.ReadFormAsync(cancellationToken);
        var reason = form["reason"].ToString().Trim();
        if (OperatorFormEndpoint.Fault("reason", reason, OperatorFormEndpoint.LongestReason) is { } fault)
            return OperatorFormEndpoint.Answer(page, new OperatorReply(false, fault), StatusCodes.Status400BadRequest);
        if (form["dryRun"] == "true")
            return OperatorFormEndpoint.Answer(page, await ForeseeAsync(service, deadLetterId, cancellationToken), StatusCodes.Status200OK);

        return await service.RedriveAsync(deadLetterId, OperatorFormEndpoint.Operator(http), reason, cancellationToken)
            ? Results.LocalRedirect($"~{page.Address}", permanent: false, preserveMethod: false)
            : OperatorFormEndpoint.Answer(page, new OperatorReply(false, "Somebody else has decided on it meanwhile. Nothing was written."), StatusCodes.Status409Conflict);
    }

    static async Task<OperatorReply> ForeseeAsync(IDeadLetters service, Guid deadLetterId, CancellationToken cancellationToken)
    {
        if (await service.ForeseeRedriveAsync(deadLetterId, cancellationToken) is not { } forecast)
            return new OperatorReply(false, "Somebody else has decided on it meanwhile. Nothing was written.");
        var would = forecast.Would.Count > 0 ? $" It would {string.Join("; ", forecast.Would)}." : "";
        var because = forecast.UnreadableBy is { } fault ? $"the message can't be read, {fault}" : forecast.Because;
        return new OperatorReply(
            forecast.Effect != RedriveEffect.Refused, $"It would be {forecast.Effect.ToString().ToLowerInvariant()}{(because is null ? "" : $": {because.TrimEnd('.')}")}.{would} Nothing was written.");
    }

    static async Task<IDeadLetters?> ServiceOfAsync(IEnumerable<IDeadLetters> services, Guid deadLetterId, CancellationToken cancellationToken)
    {
        foreach (var service in services)
        {
            if (await service.FindAsync(deadLetterId, cancellationToken) is { Status: DeadLetterStatus.Open })
                return service;
        }

        return null;
    }
}

using MassTransit.EntityFrameworkCoreIntegration;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Sagas.ServiceDefaults.ApiKeys;

namespace Sagas.ServiceDefaults.DeadLetters;

/// <summary>The dead letters of every service in the host, for operators.</summary>
static class DeadLetterEndpoints
{
    /// <summary>Keeps the transaction that redrives a group short.</summary>
    const int GroupBatch = 500;

    /// <summary>A dry run of a group handles its messages one after the other, retries included.</summary>
    const int MostForeseen = 100;

    const int MostRows = 200;

    public static void MapDeadLetters(this IEndpointRouteBuilder endpoints)
    {
        var letters = endpoints.MapGroup("/dead-letters").WithTags("Dead letters").RequireAuthorization(ApiRoles.Read);
        var decisions = endpoints.MapGroup("/dead-letters").WithTags("Dead letters").RequireAuthorization(ApiRoles.Operate);
        letters.MapGet("", ListAsync).WithSummary("Messages that were given up, the latest first. Filter with status, fingerprint and messageType; page with after and limit.")
            .Produces<DeadLetterPage>().ProducesValidationProblem();
        letters.MapGet("/groups", ListGroupsAsync).WithSummary("Open dead letters by fingerprint: what failed alike, and how often.")
            .Produces<IReadOnlyList<DeadLetterGroupView>>().ProducesValidationProblem();
        letters.MapGet("/{deadLetterId:guid}", GetAsync).WithSummary("One dead letter, with its message. Sensitive and personal values are masked.")
            .Produces<DeadLetterDetails>().ProducesProblem(StatusCodes.Status404NotFound);
        decisions.MapPost("/{deadLetterId:guid}/redrive", RedriveAsync).WithSummary("Sends the message to its endpoint again. If it was handled meanwhile, the inbox drops it.")
            .WithDescription("With ?dryRun=true nothing is sent, and 200 says whether it would be applied, ignored or refused as things stand, and why.")
            .Produces<DeadLetterView>(StatusCodes.Status202Accepted).Produces<RedriveForecastView>().ProducesValidationProblem().ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
        decisions.MapPost("/{deadLetterId:guid}/dismiss", DismissAsync).WithSummary("Records that nothing has to be done about it any more.")
            .AddEndpointFilter(RefuseDryRunAsync)
            .Produces<DeadLetterView>().ProducesValidationProblem().ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
        decisions.MapPost("/groups/{fingerprint}/redrive", RedriveGroupAsync).WithSummary("Redrives every open dead letter of a fingerprint.")
            .WithDescription("With ?dryRun=true nothing is sent, and 200 counts which of the first hundred would be applied, ignored or refused as things stand.")
            .Produces<GroupRedriven>(StatusCodes.Status202Accepted).Produces<GroupForecastView>().ProducesValidationProblem().ProducesProblem(StatusCodes.Status404NotFound);
    }

    static async Task<IResult> ListAsync(
        IEnumerable<IDeadLetters> services, string? status, string? fingerprint, string? messageType, string? after, int? limit, CancellationToken cancellationToken)
    {
        var errors = new Dictionary<string, string[]>();
        var query = new DeadLetterQuery
        {
            Status = ParseStatus(status, errors),
            Fingerprint = ParseText(nameof(fingerprint), fingerprint, errors),
            MessageType = ParseText(nameof(messageType), messageType, errors),
            After = DeadLetterCursor.Parse(after, errors),
            Limit = ParseLimit(limit, errors),
        };
        if (errors.Count > 0)
            return Results.ValidationProblem(errors);

        // One more than asked for, which shows whether there is another page. Each service's rows are in order, so the first of them all are among these.
        var found = new List<(string Service, DeadLetter Letter)>();
        foreach (var service in services)
            found.AddRange((await service.ListAsync(query with { Limit = query.Limit + 1 }, cancellationToken)).Select(letter => (service.Service, letter)));
        found.Sort((left, right) => (right.Letter.LastFailedAt, right.Letter.DeadLetterId).CompareTo((left.Letter.LastFailedAt, left.Letter.DeadLetterId)));
        var page = found.Take(query.Limit).ToList();
        return Results.Ok(new DeadLetterPage(
            [.. page.Select(row => DeadLetterView.Of(row.Service, row.Letter))],
            found.Count > query.Limit ? DeadLetterCursor.Of(page[^1].Letter) : null));
    }

    static async Task<IResult> ListGroupsAsync(IEnumerable<IDeadLetters> services, string? status, CancellationToken cancellationToken)
    {
        var errors = new Dictionary<string, string[]>();
        var wanted = ParseStatus(status, errors) ?? DeadLetterStatus.Open;
        if (errors.Count > 0)
            return Results.ValidationProblem(errors);

        var groups = new List<DeadLetterGroupView>();
        foreach (var service in services)
            groups.AddRange((await service.ListGroupsAsync(wanted, MostRows, cancellationToken)).Select(group => DeadLetterGroupView.Of(service.Service, group)));
        return Results.Ok(groups.OrderByDescending(group => group.Count).ToList());
    }

    static async Task<IResult> GetAsync(IEnumerable<IDeadLetters> services, Guid deadLetterId, CancellationToken cancellationToken) =>
        await FindAsync(services, deadLetterId, cancellationToken) is var (service, letter)
            ? Results.Ok(DeadLetterDetails.Of(service.Service, letter))
            : NoSuchDeadLetter(deadLetterId);

    static Task<IResult> RedriveAsync(
        HttpContext http, IEnumerable<IDeadLetters> services, Guid deadLetterId, Decision decision, [FromQuery] bool dryRun = false,
        CancellationToken cancellationToken = default) =>
        dryRun
            ? ForeseeAsync(services, deadLetterId, decision, cancellationToken)
            : DecideAsync(
                services, deadLetterId, decision, StatusCodes.Status202Accepted,
                service => service.RedriveAsync(deadLetterId, Actor(http), decision.Reason, cancellationToken), cancellationToken);

    static async Task<IResult> ForeseeAsync(IEnumerable<IDeadLetters> services, Guid deadLetterId, Decision decision, CancellationToken cancellationToken)
    {
        if (decision.Faults() is { Count: > 0 } faults)
            return Results.ValidationProblem(faults);
        if (await FindAsync(services, deadLetterId, cancellationToken) is not var (service, letter))
            return NoSuchDeadLetter(deadLetterId);
        return await service.ForeseeRedriveAsync(deadLetterId, cancellationToken) is { } forecast
            ? Results.Ok(RedriveForecastView.Of(forecast, letter))
            : NotOpen(letter);
    }

    static Task<IResult> DismissAsync(HttpContext http, IEnumerable<IDeadLetters> services, Guid deadLetterId, Decision decision, CancellationToken cancellationToken) =>
        DecideAsync(
            services, deadLetterId, decision, StatusCodes.Status200OK,
            service => service.DismissAsync(deadLetterId, Actor(http), decision.Reason, cancellationToken), cancellationToken);

    static async Task<IResult> RedriveGroupAsync(
        HttpContext http, IEnumerable<IDeadLetters> services, TimeProvider clock, string fingerprint, Decision decision, [FromQuery] bool dryRun = false,
        CancellationToken cancellationToken = default)
    {
        if (decision.Faults() is { Count: > 0 } faults)
            return Results.ValidationProblem(faults);

        // What fails again while the rest is still being taken is not taken twice.
        var now = clock.GetUtcNow();
        if (dryRun)
        {
            var forecasts = new List<RedriveForecast>();
            foreach (var service in services)
                forecasts.AddRange(await service.ForeseeGroupRedriveAsync(fingerprint, now, MostForeseen - forecasts.Count, cancellationToken));
            return forecasts.Count > 0 ? Results.Ok(GroupForecastView.Of(fingerprint, forecasts)) : NoSuchGroup(fingerprint);
        }

        var redriven = 0;
        foreach (var service in services)
        {
            int batch;
            do
            {
                batch = await service.RedriveGroupAsync(fingerprint, now, GroupBatch, Actor(http), decision.Reason, cancellationToken);
                redriven += batch;
            }
            while (batch == GroupBatch);
        }

        return redriven > 0
            ? Results.Accepted(value: new GroupRedriven(fingerprint, redriven))
            : NoSuchGroup(fingerprint);
    }

    static async Task<IResult> DecideAsync(
        IEnumerable<IDeadLetters> services, Guid deadLetterId, Decision decision, int status, Func<IDeadLetters, Task<bool>> decide, CancellationToken cancellationToken)
    {
        if (decision.Faults() is { Count: > 0 } faults)
            return Results.ValidationProblem(faults);
        if (await FindAsync(services, deadLetterId, cancellationToken) is not var (service, _))
            return NoSuchDeadLetter(deadLetterId);

        var decided = await decide(service);
        var letter = (await service.FindAsync(deadLetterId, cancellationToken))!;
        return decided
            ? Results.Json(DeadLetterView.Of(service.Service, letter), statusCode: status)
            : NotOpen(letter);
    }

    static async Task<(IDeadLetters Service, DeadLetter Letter)?> FindAsync(IEnumerable<IDeadLetters> services, Guid deadLetterId, CancellationToken cancellationToken)
    {
        foreach (var service in services)
        {
            if (await service.FindAsync(deadLetterId, cancellationToken) is { } letter)
                return (service, letter);
        }

        return null;
    }

    static DeadLetterStatus? ParseStatus(string? text, Dictionary<string, string[]> errors)
    {
        if (text is null)
            return null;
        if (Enum.GetNames<DeadLetterStatus>().FirstOrDefault(name => string.Equals(name, text, StringComparison.OrdinalIgnoreCase)) is { } status)
            return Enum.Parse<DeadLetterStatus>(status);
        errors["status"] = [$"Use one of {string.Join(", ", Enum.GetNames<DeadLetterStatus>())}."];
        return null;
    }

    /// <summary>PostgreSQL has no text with NUL in it.</summary>
    static string? ParseText(string field, string? text, Dictionary<string, string[]> errors)
    {
        if (text?.Contains('\0', StringComparison.Ordinal) == true)
            errors[field] = ["Leave out the character NUL (%00)."];
        return text;
    }

    static int ParseLimit(int? limit, Dictionary<string, string[]> errors)
    {
        if (limit is < 1 or > MostRows)
            errors["limit"] = [$"Use a number from 1 to {MostRows}."];
        return limit ?? 50;
    }

    /// <summary>Who asks what would happen, as with redriving, must not find that it has happened.</summary>
    static async ValueTask<object?> RefuseDryRunAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        context.HttpContext.Request.Query.TryGetValue("dryRun", out var dryRun) && !string.Equals(dryRun, "false", StringComparison.OrdinalIgnoreCase)
            ? Results.ValidationProblem(new Dictionary<string, string[]> { ["dryRun"] = ["Not supported here: dismissing only records the decision."] })
            : await next(context);

    static string Actor(HttpContext http) => http.User.Identity?.Name ?? "operator";

    static IResult NoSuchDeadLetter(Guid deadLetterId) => Results.Problem(
        statusCode: StatusCodes.Status404NotFound, type: Problems.NotFound, title: "There is no such dead letter.",
        detail: $"No service of this host has a dead letter with the id {deadLetterId}. GET /dead-letters lists those that there are.");

    static IResult NoSuchGroup(string fingerprint) => Results.Problem(
        statusCode: StatusCodes.Status404NotFound, type: Problems.NotFound, title: "There are no such dead letters.",
        detail: $"No open dead letter has the fingerprint {fingerprint}. GET /dead-letters/groups lists those that there are.");

    static IResult NotOpen(DeadLetter letter) => Results.Problem(
        statusCode: StatusCodes.Status409Conflict, type: Problems.AlreadyDecided, title: "The dead letter is not open.",
        detail: $"{letter.DecidedBy} decided at {letter.DecidedAt:u}: {letter.Status}, because: {letter.DecidedBecause}");

    static class Problems
    {
        public const string NotFound = "urn:sagas:problem:not-found";
        public const string AlreadyDecided = "urn:sagas:problem:already-decided";
    }
}

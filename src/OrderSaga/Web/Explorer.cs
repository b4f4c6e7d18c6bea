using Microsoft.AspNetCore.DataProtection;
using Npgsql;
using Sagas.OrderSaga.Api;
using Sagas.OrderSaga.Data;
using Sagas.OrderSaga.Troubles;
using Sagas.OrderSaga.Web.Access;
using Sagas.OrderSaga.Web.Assets;
using Sagas.OrderSaga.Web.Kinds;
using Sagas.OrderSaga.Web.Listing;
using Sagas.OrderSaga.Web.Live;
using Sagas.OrderSaga.Web.Operating;
using Sagas.OrderSaga.Web.Placing;
using Sagas.OrderSaga.Web.SagaPages;
using Sagas.ServiceDefaults.ApiKeys;

namespace Sagas.OrderSaga.Web;

/// <summary>The pages for people: what sagas there are, what each did, and what can be done about it.</summary>
static class Explorer
{
    public static void AddExplorer(this IServiceCollection services)
    {
        services.AddOptions<ExplorerOptions>().BindConfiguration(ExplorerOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddRazorComponents();
        // The pages keep nothing in cookies or forms that a later process would have to read, so no key need lie on a disk.
        services.AddDataProtection().UseEphemeralDataProtectionProvider();
        services.AddScoped<OrderNarrative>();
        services.AddScoped<SagaKinds>();
        services.AddScoped<SagaPageQuery>();
        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<SagaList>(provider, provider.GetRequiredKeyedService<NpgsqlDataSource>(typeof(OrderSagaDbContext))));
        services.AddSingleton<LiveTimeline>();
        services.AddSingleton<TimelineFeed>();
        services.AddSingleton<LiveList>();
        services.AddSingleton<ListFeed>();
        services.AddHostedService(provider => provider.GetRequiredService<ListFeed>());
        services.AddHostedService(provider => provider.GetRequiredService<TimelineFeed>());
    }

    public static void MapExplorer(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapAssets();
        endpoints.MapGet("/", SagaListEndpoint.GetAsync).ForPeople(ApiRoles.Read);
        endpoints.MapGet("/place", PlaceEndpoint.Get).ForPeople(ApiRoles.Place);
        endpoints.MapPost("/place", PlaceEndpoint.PostAsync).ForPeople(ApiRoles.Place);
        endpoints.MapGet("/sagas/{sagaId:guid}/page", SagaPageEndpoint.GetAsync).ForPeople(ApiRoles.Read);
        endpoints.MapPost("/sagas/{sagaId:guid}/page/{action}", OperatorFormEndpoint.AskAsync).ForPeople(ApiRoles.Operate);
        endpoints.MapPost("/sagas/{sagaId:guid}/page/redrive/{deadLetterId:guid}", RedriveFormEndpoint.AskAsync).ForPeople(ApiRoles.Operate);
        endpoints.MapGet("/sagas/live", LiveListEndpoint.Get)
            .WithTags("Sagas")
            .RequireAuthorization(ApiRoles.Read)
            .WithSummary("Whenever sagas began to wait or ended")
            .WithDescription("Server-sent events: changed, at most once per second, and in silence every quarter of a minute. They say that something happened, not what.")
            .Produces<string>(StatusCodes.Status200OK, "text/event-stream");
        endpoints.MapGet("/sagas/{sagaId:guid}/timeline/live", LiveTimelineEndpoint.GetAsync)
            .WithTags("Sagas")
            .RequireAuthorization(ApiRoles.Read)
            .WithSummary("A saga's timeline as it grows")
            .WithDescription(
                "Server-sent events: step, with the step as JSON and its number as the event's id; heartbeat in silence; ended, a while after the saga has, and then nothing more. "
                + "Last-Event-ID, or ?after=number, resumes after a step.")
            .Produces<string>(StatusCodes.Status200OK, "text/event-stream")
            .ProducesValidationProblem()
            .ProducesProblem(StatusCodes.Status404NotFound);
    }
}

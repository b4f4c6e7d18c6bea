using System.Net;
using Sagas.AllInOne.Api;
using Sagas.AllInOne.Ordering;
using Sagas.AllInOne.Tests.Support;

namespace Sagas.AllInOne.Tests.Ordering;

public sealed class When_the_api_is_away_for_a_while : IAsyncLifetime
{
    FakeSagas sagas = null!;

    public async ValueTask InitializeAsync() => sagas = await FakeSagas.StartAsync();

    public ValueTask DisposeAsync() => sagas.DisposeAsync();

    [Theory]
    [InlineData(HttpStatusCode.ServiceUnavailable)]
    [InlineData(HttpStatusCode.InternalServerError)]
    [InlineData(HttpStatusCode.TooManyRequests)]
    public async Task Everything_is_asked_again(HttpStatusCode status)
    {
        sagas.Hinder = (request, _) => request % 3 == 0 ? status : null;

        await PlaceTheFirstThirtyAsync();
    }

    [Fact]
    public async Task Connections_that_break_are_made_again()
    {
        sagas.Hinder = (request, context) =>
        {
            if (request % 3 == 0)
                context.Abort();
            return null;
        };

        await PlaceTheFirstThirtyAsync();
    }

    [Fact]
    public async Task What_was_placed_and_not_answered_is_not_placed_twice()
    {
        var broken = false;
        sagas.Hinder = (_, context) =>
        {
            if (!broken && context.Request.Path == "/orders")
            {
                broken = true;
                context.Response.OnStarting(() =>
                {
                    context.Abort();
                    return Task.CompletedTask;
                });
            }

            return null;
        };

        await PlaceTheFirstThirtyAsync();

        broken.ShouldBeTrue();
    }

    [Fact]
    public async Task What_stays_away_is_given_up_with_the_request_that_failed()
    {
        using var http = new HttpClient { BaseAddress = sagas.Api.Address };
        var api = SagasApi.Over(http, new ApiPatience(TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(4)), TimeProvider.System);
        sagas.Hinder = (_, _) => HttpStatusCode.ServiceUnavailable;

        var exception = await Should.ThrowAsync<ApiException>(() => api.PlaceAsync(Samples.Data.Orders[0], CancellationToken.None));

        exception.Message.ShouldBe("POST /orders was tried again and again, and the API did not answer.");
        sagas.Requests.ShouldBeGreaterThan(1);
    }

    [Fact]
    public async Task What_is_refused_is_not_asked_again_and_says_why()
    {
        await sagas.Api.PlaceAsync(Samples.Data.Orders[0], CancellationToken.None);

        var other = Samples.Data.Orders[0] with { CustomerId = "OTHER" };
        var exception = await Should.ThrowAsync<ApiException>(() => sagas.Api.PlaceAsync(other, CancellationToken.None));

        exception.Message.ShouldBe("POST /orders answered 422. Key reused. The key was used with another body.");
        sagas.Requests.ShouldBe(2);
    }

    async Task PlaceTheFirstThirtyAsync()
    {
        var run = new OrderRun(sagas.Api, [.. Samples.Data.Orders.Take(30)], TestLimits.Of(atOnce: 4), TimeProvider.System);

        await new Shelves(sagas.Api, Samples.Data).FillAsync(CancellationToken.None);
        var records = await run.RunAsync(CancellationToken.None);

        records.ShouldAllBe(record => record.Outcome != null);
        sagas.Placements.ShouldBe(30);
        sagas.Stock.Values.Sum().ShouldBeLessThanOrEqualTo(Samples.Data.StartingStock().Values.Sum());
    }
}

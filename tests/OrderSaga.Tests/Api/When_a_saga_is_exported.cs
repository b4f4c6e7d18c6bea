using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Sagas.Contracts;
using Sagas.Contracts.Inventory;
using Sagas.TestKit;

namespace Sagas.OrderSaga.Tests.Api;

public sealed class When_a_saga_is_exported(OrderSagaHost host) : IClassFixture<OrderSagaHost>
{
    [Fact]
    public async Task the_file_holds_its_definition_its_steps_and_its_orders_stream()
    {
        using var placed = await host.Client.PostAsync(
            "/orders", new StringContent(BadRequests.GoodBody, Encoding.UTF8, "application/json"), TestContext.Current.CancellationToken);
        var order = (await placed.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken)).GetProperty("orderId").GetGuid();
        await UntilRecordedAsync(order);

        using var answer = await ExportAsync(order);

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        answer.Content.Headers.ContentDisposition!.ToString().ShouldBe($"attachment; filename=PlaceOrder-{order}.json");
        var export = await answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
        export.GetProperty("saga").GetProperty("definition").GetProperty("name").GetString().ShouldBe("PlaceOrder");
        export.GetProperty("steps")[0].GetProperty("messageType").GetString().ShouldBe("PlaceOrder");
        export.GetProperty("subject").GetProperty("stream").GetString().ShouldBe($"order-{order}");
        export.GetProperty("subject").GetProperty("events")[0].GetProperty("type").GetString().ShouldBe("order-placed");
        export.ToString().ShouldSatisfyAllConditions(text => text.ShouldNotContain("tok_approved"), text => text.ShouldNotContain("Reims"));
    }

    [Fact]
    public async Task one_that_never_began_has_what_was_tried()
    {
        var nobody = Guid.CreateVersion7();
        var endpoint = await host.Services.GetRequiredService<IBus>().GetSendEndpoint(Endpoints.Address(Endpoints.PlaceOrder));
        await endpoint.Send(
            new StockUnreserved { SagaId = nobody, OrderId = nobody, EffectKey = new EffectKey(nobody, "reserve-stock", EffectIntent.Undo, 1), Units = 1 },
            TestContext.Current.CancellationToken);
        await UntilRecordedAsync(nobody);

        using var answer = await ExportAsync(nobody);

        var export = await answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
        export.GetProperty("steps")[0].GetProperty("kind").GetString().ShouldBe("NoInstance");
        export.TryGetProperty("subject", out _).ShouldBeFalse();
        export.GetProperty("saga").TryGetProperty("definition", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task there_is_no_file_of_a_saga_that_nobody_knows()
    {
        using var answer = await ExportAsync(Guid.CreateVersion7());

        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
    }

    Task<HttpResponseMessage> ExportAsync(Guid sagaId) => host.Client.GetAsync(new Uri($"/sagas/{sagaId}/export", UriKind.Relative), TestContext.Current.CancellationToken);

    Task UntilRecordedAsync(Guid sagaId) => Eventually.ShouldAsync(
        async () => await host.Database.ScalarAsync<long>("select count(*) from saga_timeline where correlation_id = $1", sagaId) > 0, "the first step");
}

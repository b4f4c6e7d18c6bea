using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Sagas.Contracts;
using Sagas.Contracts.Orders;
using Sagas.OrderSaga.PlaceOrder;
using Sagas.OrderSaga.Tests.Api;
using Sagas.TestKit;

namespace Sagas.OrderSaga.Tests.PlaceOrder;

public sealed class When_a_cancellation_overtakes_its_order(OrderSagaHost host) : IClassFixture<OrderSagaHost>
{
    [Theory]
    [InlineData(5, 16)]
    [InlineData(EarlyCancellation.Most - 1, 60)]
    public async Task it_waits_for_it_twice_as_long_each_time_and_a_minute_at_most(int looks, int seconds)
    {
        var order = Guid.CreateVersion7();

        await CancelAsync(order, looks);

        await Eventually.ShouldAsync(async () => await host.Database.ScalarAsync<long>(Waiting, order) == 1, "the cancellation to wait");
        var due = await host.Database.QueryAsync(
            $"select extract(epoch from due_at - created_at)::float8, headers ->> '{EarlyCancellation.Header}' from outbox where due_at is not null and convert_from(body, 'utf8') like '%' || $1 || '%'",
            row => (Delay: row.GetDouble(0), Looks: row.GetString(1)), order.ToString());
        due.ShouldHaveSingleItem().Delay.ShouldBe(seconds, tolerance: 5);
        due[0].Looks.ShouldBe($"{looks + 1}");
    }

    [Fact]
    public async Task and_the_order_never_comes_somebody_is_asked_to_look()
    {
        var order = Guid.CreateVersion7();

        await CancelAsync(order, EarlyCancellation.Most);

        await Eventually.ShouldAsync(
            async () => await host.Database.ScalarAsync<string>("select fault_message from dead_letters where convert_from(body, 'utf8') like '%' || $1 || '%'", order.ToString()) is { } why
                && why.StartsWith($"No saga of an order {order} has begun", StringComparison.Ordinal),
            "the cancellation to be a dead letter");
        (await host.Database.ScalarAsync<long>(Waiting, order)).ShouldBe(0);
    }

    const string Waiting = "select count(*) from outbox where due_at is not null and convert_from(body, 'utf8') like '%' || $1::text || '%'";

    async Task CancelAsync(Guid order, int looks)
    {
        var saga = await host.Services.GetRequiredService<IBus>().GetSendEndpoint(Endpoints.Address(Endpoints.PlaceOrder));
        await saga.Send(
            new CancelOrder { OrderId = order, Reason = "changed my mind", RequestedBy = "customer" },
            Pipe.Execute<SendContext<CancelOrder>>(context => context.Headers.Set(EarlyCancellation.Header, looks)),
            TestContext.Current.CancellationToken);
    }
}

using Sagas.Contracts;
using Sagas.Contracts.Inventory;
using Sagas.Contracts.Orders;
using Sagas.Contracts.Payment;
using Sagas.OrderSaga.Orders;
using Sagas.OrderSaga.Tests.Orders;
using static Sagas.OrderSaga.Tests.ReturnOrder.ReturnOrderHarness;

namespace Sagas.OrderSaga.Tests.ReturnOrder;

public sealed class When_the_goods_come_back
{
    [Fact]
    public async Task what_is_sound_is_restocked_what_is_damaged_written_off_and_all_is_refunded()
    {
        await using var saga = await StartAsync();

        await saga.BeginReceiveAndInspectAsync();
        await saga.SendAsync(Restocked(await saga.SentAsync<RestockGoods>()));
        await saga.SendAsync(WrittenOff(await saga.SentAsync<WriteOffGoods>()));
        await saga.SendAsync(Refunded(await saga.SentAsync<RefundReturn>()));

        await saga.IsInAsync(machine => machine.Completed);
        saga.Order.Status.ShouldBe(OrderStatus.Returned);
        (await saga.PublishedAsync<OrderReturned>()).Refunded.ShouldBe(AnOrder.Total);
        saga.Saga.EndedAt.ShouldNotBeNull();
    }

    [Fact]
    public async Task with_nothing_damaged_nothing_is_written_off()
    {
        await using var saga = await StartAsync();

        await saga.BeginReceiveAndInspectAsync([new() { Sku = "NW-011", Sound = 2, Damaged = 0 }, new() { Sku = "NW-042", Sound = 1, Damaged = 0 }]);
        await saga.SendAsync(Restocked(await saga.SentAsync<RestockGoods>(), units: 3));

        await saga.SentAsync<RefundReturn>();
        saga.CountSent<WriteOffGoods>().ShouldBe(0);
    }

    [Fact]
    public async Task with_nothing_sound_nothing_is_restocked()
    {
        await using var saga = await StartAsync();

        await saga.BeginReceiveAndInspectAsync([new() { Sku = "NW-011", Sound = 0, Damaged = 2 }, new() { Sku = "NW-042", Sound = 0, Damaged = 1 }]);
        await saga.SendAsync(WrittenOff(await saga.SentAsync<WriteOffGoods>(), units: 3));

        await saga.SentAsync<RefundReturn>();
        saga.CountSent<RestockGoods>().ShouldBe(0);
    }

    [Fact]
    public async Task the_charge_of_the_order_is_what_is_refunded_under_a_key_of_the_return()
    {
        await using var saga = await StartAsync();

        await saga.BeginReceiveAndInspectAsync();
        await saga.SendAsync(Restocked(await saga.SentAsync<RestockGoods>()));
        await saga.SendAsync(WrittenOff(await saga.SentAsync<WriteOffGoods>()));

        var refund = await saga.SentAsync<RefundReturn>();
        refund.EffectKey.ShouldBe(new EffectKey(saga.ReturnId, "refund-return", EffectIntent.Do, 1));
        refund.Charge.ShouldBe(new EffectKey(OrderId, "capture-payment", EffectIntent.Do, 1));
    }
}

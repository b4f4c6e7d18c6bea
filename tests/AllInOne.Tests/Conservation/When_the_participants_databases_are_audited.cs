using Sagas.AllInOne.Conservation;
using Sagas.AllInOne.Tests.Support;

namespace Sagas.AllInOne.Tests.Conservation;

public sealed class When_the_participants_databases_are_audited : IAsyncLifetime
{
    ParticipantDatabases databases = null!;

    public async ValueTask InitializeAsync() => databases = await ParticipantDatabases.CreateAsync();

    public ValueTask DisposeAsync() => databases.DisposeAsync();

    [Fact]
    public async Task What_is_in_order_is_found_in_order_and_measured()
    {
        var laws = await LawsAsync();

        laws.ShouldAllBe(law => law.Holds);
        laws.Select(law => law.Measured).ShouldBe(["10 + 0 = 7 + 0 + 3 + 0", "1 SKUs", "3 = 3", "144.00 - 90.00, 1 confirmed orders, 0 of them returned, 0 paid back by hand", "54.00 = 54.00"]);
        (await databases.Audit.ScarcestStockAsync(CancellationToken.None)).ShouldBe(new Dictionary<string, int> { ["NW-001"] = 2 });
    }

    [Fact]
    public async Task An_order_that_came_back_partly_damaged_is_in_order_once_it_is_refunded()
    {
        await databases.ExecuteAsync("Inventory", $"""
            update stock set available = 9, written_off = 1;
            insert into returns (return_id, order_id, state, receive_key, receive_address, received_at, restocked_at, written_off_at)
              values ('{ParticipantDatabases.Return}', '{ParticipantDatabases.Shipped}', 'inspected', '{ParticipantDatabases.Return}/receive-return/do/1', 'exchange:return-order', now(), now(), now());
            insert into return_lines (return_id, sku, quantity, sound, damaged) values ('{ParticipantDatabases.Return}', 'NW-001', 3, 2, 1);
            insert into movements (sku, kind, quantity, order_id) values
              ('NW-001', 'restock', 2, '{ParticipantDatabases.Shipped}'), ('NW-001', 'write-off', 1, '{ParticipantDatabases.Shipped}')
            """);
        (await LawsAsync()).SelectMany(law => law.Breaches).ShouldBeEmpty("its money may be on its way back");
        await databases.RecordAsync(ParticipantDatabases.Shipped, version: 1, "order-return-completed");
        (await LawsAsync()).SelectMany(law => law.Breaches).ShouldHaveSingleItem().ShouldStartWith($"The return of order {ParticipantDatabases.Shipped} is complete");

        await databases.ExecuteAsync("PaymentGateway", $"update charges set released_at = now(), refund_reference = 're_1' where key like '{ParticipantDatabases.Shipped}%'");
        await databases.ExecuteAsync("Payment", $"update payments set refunded = 54, refund_reference = 're_1' where order_id = '{ParticipantDatabases.Shipped}'");

        (await LawsAsync()).SelectMany(law => law.Breaches).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_an_operator_settled_outside_is_in_order()
    {
        await databases.RecordAsync(ParticipantDatabases.Shipped, version: 1, "order-return-step-waived", "refund-return");
        await databases.RecordAsync(ParticipantDatabases.Shipped, version: 2, "order-return-completed");

        var laws = await LawsAsync();

        laws.SelectMany(law => law.Breaches).ShouldBeEmpty();
        laws[3].Measured.ShouldEndWith("1 paid back by hand");
    }

    [Fact]
    public async Task Whatever_is_changed_by_hand_in_one_of_them_is_found()
    {
        await databases.ExecuteAsync("Inventory", "update stock set available = 6");
        await databases.ExecuteAsync("Shipping", """update shipments set lines = '[{"sku": "NW-001", "quantity": 4}]' where status = 'dispatched'""");
        await databases.ExecuteAsync("PaymentGateway", "update charges set released_at = null, refund_reference = null where outcome = 'captured'");

        (await LawsAsync()).SelectMany(law => law.Breaches).ShouldBe(
        [
            "Inventory received 10 of NW-001, got 0 back, and has 6 available, 0 reserved, 3 shipped, 0 written off: 9 in all.",
            "Inventory has 6 available, 0 reserved, 3 shipped, 0 written off of NW-001, but its movements add up to 7 available, 0 reserved, 3 shipped, 0 written off.",
            "Shipping dispatched 4 of NW-001, but Inventory shipped 3.",
            $"The gateway has 90.00 captured and 0.00 refunded for order {ParticipantDatabases.Refunded}, which is not confirmed.",
            $"Payment's ledger has 90.00 captured and 90.00 refunded for order {ParticipantDatabases.Refunded}, but the gateway has 90.00 captured and 0.00 refunded.",
        ]);
    }

    Task<IReadOnlyList<ConservationLaw>> LawsAsync() => databases.Audit.CheckAsync(CancellationToken.None);
}

using Sagas.Contracts.Payment;

namespace Sagas.Payment.Tests;

public sealed class When_the_gateway_is_slow(Till till) : IClassFixture<Till>
{
    [Fact]
    public async Task no_transaction_and_no_lock_of_ours_waits_for_it()
    {
        var command = AnOrder.Paying("tok_slow");
        var held = till.Door.HoldOnTheWayOut(command);
        var asked = till.AskAsync(command);
        await held.Arrived;

        var open = await till.Database.ScalarAsync<long>(
            "select count(*) from pg_locks where locktype in ('transactionid', 'advisory') and pid <> pg_backend_pid() and pid in (select pid from pg_stat_activity where datname = current_database())");
        held.Release();

        open.ShouldBe(0);
        (await asked).ShouldBeOfType<PaymentCaptured>();
    }
}

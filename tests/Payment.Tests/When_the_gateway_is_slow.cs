using Sagas.Contracts.Payment;
using Sagas.TestKit;

namespace Sagas.Payment.Tests;

public sealed class When_the_gateway_is_slow(Till till) : IClassFixture<Till>
{
    // Every transaction holds a lock on its own number for as long as it lasts.
    const string Transactions = """
        select count(*) from pg_locks join pg_stat_activity using (pid)
        where locktype = 'virtualxid' and granted and datname = current_database() and pid <> pg_backend_pid()
        """;

    [Fact]
    public async Task no_transaction_of_ours_waits_for_it()
    {
        var command = AnOrder.Paying("tok_slow");
        var held = till.Door.HoldOnTheWayOut(command);
        var asked = till.AskAsync(command);
        await held.Arrived;

        // The outbox looks after its rows now and then, for a moment; a transaction that waited for the gateway would not go away.
        await Eventually.ShouldAsync(
            async () => await till.Database.ScalarAsync<long>(Transactions) == 0, "no transaction to be open in Payment's database", TimeSpan.FromSeconds(10));
        held.Release();

        (await asked).ShouldBeOfType<PaymentCaptured>();
    }
}

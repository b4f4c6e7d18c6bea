using Npgsql;
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

    const string WaitingSince = "select waitstart from pg_locks where relation = 'effects'::regclass and not granted and waitstart is not null";

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

    [Fact]
    public async Task no_transaction_of_ours_waits_for_it_after_an_attempt_that_met_a_lock()
    {
        var command = AnOrder.Paying("tok_slow");
        var held = till.Door.HoldOnTheWayOut(command);
        Task<object> asked;
        await using (var connection = await till.Database.DataSource.OpenConnectionAsync(TestContext.Current.CancellationToken))
        {
            await using var transaction = await connection.BeginTransactionAsync(TestContext.Current.CancellationToken);
            await using (var locking = new NpgsqlCommand("lock table effects in access exclusive mode", connection))
                await locking.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
            asked = till.AskAsync(command);
            // The first attempt waits for half a second, then the second one does.
            HashSet<DateTime> attempts = [];
            await Eventually.ShouldAsync(
                async () =>
                {
                    attempts.UnionWith(await till.Database.QueryAsync(WaitingSince, row => row.GetDateTime(0)));
                    return attempts.Count > 1;
                },
                "the command to be handled again while the table is locked");
        }

        await held.Arrived;
        await Eventually.ShouldAsync(
            async () => await till.Database.ScalarAsync<long>(Transactions) == 0, "no transaction to be open in Payment's database", TimeSpan.FromSeconds(10));
        held.Release();

        (await asked).ShouldBeOfType<PaymentCaptured>();
    }
}

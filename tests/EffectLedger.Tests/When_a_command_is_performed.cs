using Sagas.Contracts;
using Sagas.Contracts.Inventory;

namespace Sagas.EffectLedger.Tests;

public sealed class When_a_command_is_performed(CounterHost host) : IClassFixture<CounterHost>
{
    [Fact]
    public async Task the_ledger_says_who_asked_for_what_and_for_whom()
    {
        var command = CounterHost.CountUp();
        var messageId = Guid.CreateVersion7();

        await host.AskAsync(command, messageId, tenant: "acme");
        await host.AskAsync(command, tenant: "acme");

        var effect = (await host.Database.QueryAsync(
            "select step, intent, round, reply_type, message_id, tenant from effects where saga_id = $1",
            row => (row.GetString(0), row.GetString(1), row.GetInt32(2), row.GetString(3), row.GetGuid(4), row.GetString(5)),
            command.SagaId)).ShouldHaveSingleItem();
        effect.ShouldBe(("count", "do", 1, "urn:message:Sagas.Contracts.Inventory:StockUnavailable", messageId, "acme"));
    }

    [Fact]
    public async Task and_fails_nothing_remains_and_the_next_attempt_performs_it()
    {
        var command = CounterHost.CountUp();
        var before = await host.CounterAsync();
        host.Interruption.FailNext(times: 1);

        var reply = (await host.AskAsync(command)).ShouldBeOfType<StockUnavailable>();

        reply.Reason.ShouldBe("Counted");
        (await host.CounterAsync()).ShouldBe(before + 1);
        (await host.EffectsOfAsync(command.SagaId)).ShouldBe(1);
    }

    [Fact]
    public async Task and_fails_for_good_the_sender_is_told_and_may_send_it_again()
    {
        var command = CounterHost.CountUp();
        var before = await host.CounterAsync();
        host.Interruption.FailNext(times: 2);

        (await host.AskAsync(command)).ShouldBeAssignableTo<MassTransit.Fault>();
        (await host.CounterAsync()).ShouldBe(before);
        (await host.EffectsOfAsync(command.SagaId)).ShouldBe(0);

        (await host.AskAsync(command)).ShouldBeOfType<StockUnavailable>();
        (await host.CounterAsync()).ShouldBe(before + 1);
    }

    [Fact]
    public async Task many_times_at_once_it_counts_once()
    {
        var command = CounterHost.CountUp();
        var before = await host.CounterAsync();

        await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => host.AskAsync(command)));

        (await host.CounterAsync()).ShouldBe(before + 1);
    }

    [Fact]
    public async Task with_a_key_for_the_other_direction_it_is_a_fault()
    {
        var command = CounterHost.CountUp();

        var fault = (await host.AskAsync(command with { EffectKey = command.EffectKey with { Intent = EffectIntent.Undo } })).ShouldBeAssignableTo<MassTransit.Fault>()!;

        fault.Exceptions[0].Message.ShouldContain("make a key of its own for each direction");
        (await host.EffectsOfAsync(command.SagaId)).ShouldBe(0);
    }

    [Fact]
    public async Task the_service_itself_can_neither_change_nor_forget_it()
    {
        await host.AskAsync(CounterHost.CountUp());
        await using var app = Npgsql.NpgsqlDataSource.Create(host.Database.AppConnectionString);

        foreach (var sql in new[] { "update effects set round = 2", "delete from effects", "truncate effects" })
        {
            await using var command = app.CreateCommand(sql);
            (await Should.ThrowAsync<Npgsql.PostgresException>(() => command.ExecuteNonQueryAsync())).SqlState.ShouldBe(Npgsql.PostgresErrorCodes.InsufficientPrivilege, sql);
        }
    }
}

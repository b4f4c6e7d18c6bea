using MassTransit;
using MassTransit.EntityFrameworkCoreIntegration;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql;
using Sagas.Contracts.Inventory;
using Sagas.ServiceDefaults;

namespace Sagas.EffectLedger.Tests;

/// <summary>The smallest participant: its effect is a number that goes up and down.</summary>
sealed class CounterDbContext(DbContextOptions<CounterDbContext> options) : DbContext(options)
{
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.AddTransactionalOutboxEntities();
        modelBuilder.AddEffectEntity();
    }
}

[DbContext(typeof(CounterDbContext))]
[Migration("0001_inbox_and_outbox")]
sealed class InboxAndOutboxMigration() : SqlMigration(InboxAndOutbox);

[DbContext(typeof(CounterDbContext))]
[Migration("0002_effects")]
sealed class EffectsMigration : EffectLedgerMigration;

[DbContext(typeof(CounterDbContext))]
[Migration("0003_counter")]
sealed class CounterMigration() : SqlMigration("create table counter (value integer not null); insert into counter values (0); grant select, update on counter to sagas_app;");

[ReadsUnitOfWork]
sealed class CountUpConsumer(LocalEffectLedger<CounterDbContext> ledger, Interruption interruption) : IConsumer<ReserveStock>
{
    public Task Consume(ConsumeContext<ReserveStock> context)
    {
        var command = context.Message;
        return ledger.DoAsync(
            context,
            command.EffectKey,
            perform: async connection =>
            {
                await Counter.AddAsync(connection, 1);
                await interruption.HappenAsync(command.SagaId);
                return new StockUnavailable { SagaId = command.SagaId, OrderId = command.OrderId, EffectKey = command.EffectKey, Reason = "Counted", Shortages = [] };
            },
            refuse: reason => new StockUnavailable
            {
                SagaId = command.SagaId, OrderId = command.OrderId, EffectKey = command.EffectKey, Reason = reason, Shortages = [],
            });
    }
}

[ReadsUnitOfWork]
sealed class CountDownConsumer(LocalEffectLedger<CounterDbContext> ledger) : IConsumer<UnreserveStock>
{
    public Task Consume(ConsumeContext<UnreserveStock> context)
    {
        var command = context.Message;
        return ledger.UndoAsync(
            context,
            command.EffectKey,
            command.Undoes,
            perform: async connection =>
            {
                await Counter.AddAsync(connection, -1);
                return new StockUnreserved { SagaId = command.SagaId, OrderId = command.OrderId, EffectKey = command.EffectKey, Units = 1 };
            });
    }
}

static class Counter
{
    public static async Task AddAsync(NpgsqlConnection connection, int number)
    {
        await using var command = new NpgsqlCommand("update counter set value = value + $1", connection) { Parameters = { new() { Value = number } } };
        await command.ExecuteNonQueryAsync();
    }
}

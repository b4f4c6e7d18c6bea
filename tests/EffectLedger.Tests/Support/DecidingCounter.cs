using MassTransit;
using Npgsql;
using Sagas.Contracts.Inventory;
using Sagas.Transactions;

namespace Sagas.EffectLedger.Tests;

/// <summary>Counts as <see cref="CountUpConsumer" /> does, but goes by what it has read, and up to a limit.</summary>
[ReadsUnitOfWork]
sealed class DecidingCountUpConsumer(LocalEffectLedger<CounterDbContext> ledger, IUnitOfWork<CounterDbContext> unit, Interruption interruption) : IConsumer<ReserveStock>
{
    public async Task Consume(ConsumeContext<ReserveStock> context)
    {
        var command = context.Message;
        var counted = 0;
        unit.Load(CounterLoader.Instance, "counter", value => counted = value);
        await ledger.DoAsync(
            context,
            command.EffectKey,
            decide: () =>
            {
                if (counted >= interruption.Limit)
                    return Reply("Full");
                unit.Write(CounterWriter.Instance, new Count(1, interruption.Limit));
                return Reply("Counted");
            },
            refuse: Reply);
        await interruption.HappenAsync(command.SagaId);

        StockUnavailable Reply(string reason) => new()
        {
            SagaId = command.SagaId, OrderId = command.OrderId, EffectKey = command.EffectKey, Reason = reason, Shortages = [],
        };
    }
}

[ReadsUnitOfWork]
sealed class DecidingCountDownConsumer(LocalEffectLedger<CounterDbContext> ledger, IUnitOfWork<CounterDbContext> unit, Interruption interruption) : IConsumer<UnreserveStock>
{
    public async Task Consume(ConsumeContext<UnreserveStock> context)
    {
        var command = context.Message;
        await ledger.UndoAsync(
            context,
            command.EffectKey,
            command.Undoes,
            decide: () =>
            {
                unit.Write(CounterWriter.Instance, new Count(-1, interruption.Limit));
                return new StockUnreserved { SagaId = command.SagaId, OrderId = command.OrderId, EffectKey = command.EffectKey, Units = 1 };
            });
        await interruption.HappenAsync(command.SagaId);
    }
}

sealed class CounterLoader : IRowLoader<string, int>
{
    public static readonly CounterLoader Instance = new();

    public Rank Rank => Rank.Business;

    public LoadStatements<string, int> Load(IReadOnlyList<string> keys, bool locking) =>
        new([new NpgsqlBatchCommand($"select value from counter {(locking ? "for update" : "")}")], async (reader, cancellationToken) =>
        {
            await reader.ReadAsync(cancellationToken);
            return new Dictionary<string, int> { ["counter"] = reader.GetInt32(0) };
        });
}

sealed record Count(int Number, int Limit);

sealed class CounterWriter : IRowWriter<Count>
{
    public static readonly CounterWriter Instance = new();

    public Rank Rank => Rank.Business;

    public WriteStatements Write(IReadOnlyList<Count> rows)
    {
        var add = new NpgsqlBatchCommand("update counter set value = value + $1 where value::bigint + $1 <= $2")
        {
            Parameters = { new NpgsqlParameter<int> { TypedValue = rows.Sum(row => row.Number) }, new NpgsqlParameter<int> { TypedValue = rows[0].Limit } },
        };
        return new WriteStatements([add], () =>
        {
            if (add.RecordsAffected == 0)
                throw new TransactionConflictException("Others have counted meanwhile.");
        });
    }
}

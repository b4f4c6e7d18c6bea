using MassTransit;
using Npgsql;
using NpgsqlTypes;
using Sagas.Transactions;

namespace Sagas.EntityFrameworkIntegration.Tests.TollGates;

/// <summary>Writes a row that shares its transaction with others.</summary>
public sealed class CrossingRecorder(IUnitOfWork<TollDbContext> unit, Trouble trouble) : IConsumer<RecordCrossing>
{
    public async Task Consume(ConsumeContext<RecordCrossing> context)
    {
        unit.Write(Crossings.Instance, context.Message.CrossingId);
        await context.Publish(new CrossingRecorded(context.Message.CrossingId));
        await trouble.MeetAsync(context.Message);
    }
}

/// <summary>Reads and writes in a transaction of its own.</summary>
public sealed class TollCollector(IUnitOfWork<TollDbContext> unit, Trouble trouble) : IConsumer<CollectToll>
{
    public async Task Consume(ConsumeContext<CollectToll> context)
    {
        var connection = await unit.ConnectAsync(context.CancellationToken);
        await using var command = new NpgsqlCommand("update till set total = total + $1 returning total", connection)
        {
            Parameters = { new() { Value = context.Message.Amount } },
        };
        var total = (int)(await command.ExecuteScalarAsync(context.CancellationToken))!;
        await context.RespondAsync(new TollCollected(context.Message.CrossingId, total));
        await trouble.MeetAsync(context.Message);
    }
}

/// <summary>Rows of the table <c>crossings</c>.</summary>
public sealed class Crossings : IRowWriter<Guid>
{
    public static readonly Crossings Instance = new();

    public Rank Rank => Rank.Business;

    public WriteStatements Write(IReadOnlyList<Guid> rows) => new([
        new NpgsqlBatchCommand("insert into crossings select unnest($1)")
        {
            Parameters = { new NpgsqlParameter<Guid[]> { TypedValue = [.. rows], NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Uuid } },
        },
    ]);
}

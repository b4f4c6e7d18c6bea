using System.Text.Json;
using Npgsql;
using NpgsqlTypes;
using Sagas.Contracts.Orders;
using Sagas.Transactions;

namespace Sagas.OrderSaga.Requests;

/// <summary>Something asked of a saga from outside: kept until the saga has answered.</summary>
sealed record SagaRequest(Guid MessageId, Guid SagaId, object Message)
{
    /// <summary>The messages that requests are made of, by the name that is stored.</summary>
    static readonly Dictionary<string, Type> Types = new() { ["PlaceOrder"] = typeof(Contracts.Orders.PlaceOrder), ["CancelOrder"] = typeof(CancelOrder) };

    public string MessageType => Message.GetType().Name;

    public string Json => JsonSerializer.Serialize(Message, Message.GetType());

    public static SagaRequest Read(Guid messageId, Guid sagaId, string messageType, string json) =>
        new(messageId, sagaId, JsonSerializer.Deserialize(json, Types[messageType])!);
}

/// <summary>Keeps requests with the commit that records them.</summary>
sealed class RequestWriter : IRowWriter<SagaRequest>
{
    public static readonly RequestWriter Instance = new();

    public Rank Rank => Rank.Business;

    public WriteStatements Write(IReadOnlyList<SagaRequest> rows) => new([
        new NpgsqlBatchCommand("insert into saga_requests (message_id, saga_id, message_type, message) select * from unnest($1, $2, $3, $4)")
        {
            Parameters =
            {
                new NpgsqlParameter<Guid[]> { TypedValue = [.. rows.Select(request => request.MessageId)] },
                new NpgsqlParameter<Guid[]> { TypedValue = [.. rows.Select(request => request.SagaId)] },
                new NpgsqlParameter<string[]> { TypedValue = [.. rows.Select(request => request.MessageType)] },
                new NpgsqlParameter<string[]> { TypedValue = [.. rows.Select(request => request.Json)], NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Jsonb },
            },
        },
    ]);
}

/// <summary>Drops requests with the commit that answers them.</summary>
sealed class RequestRemoval : IRowWriter<(Guid SagaId, string MessageType)>
{
    public static readonly RequestRemoval Instance = new();

    public Rank Rank => Rank.Business;

    public WriteStatements Write(IReadOnlyList<(Guid SagaId, string MessageType)> rows) => new([
        new NpgsqlBatchCommand("delete from saga_requests where (saga_id, message_type) in (select * from unnest($1, $2))")
        {
            Parameters =
            {
                new NpgsqlParameter<Guid[]> { TypedValue = [.. rows.Select(answered => answered.SagaId)] },
                new NpgsqlParameter<string[]> { TypedValue = [.. rows.Select(answered => answered.MessageType)] },
            },
        },
    ]);
}

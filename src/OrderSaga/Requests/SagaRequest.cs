using System.Text.Json;
using Npgsql;
using NpgsqlTypes;
using Sagas.Contracts.Orders;
using Sagas.OrderSaga.Operators;
using Sagas.Transactions;

namespace Sagas.OrderSaga.Requests;

/// <summary>Something asked of a saga from outside: kept until the saga has answered.</summary>
/// <param name="MessageId">The id of the message, in whatever copy.</param>
/// <param name="SagaId">The saga.</param>
/// <param name="Endpoint">The endpoint of its type.</param>
/// <param name="Message">What it is asked.</param>
sealed record SagaRequest(Guid MessageId, Guid SagaId, string Endpoint, object Message)
{
    /// <summary>The messages that requests are made of, by the name that is stored.</summary>
    static readonly Dictionary<string, Type> Types = new()
    {
        ["PlaceOrder"] = typeof(Contracts.Orders.PlaceOrder),
        ["CancelOrder"] = typeof(CancelOrder),
        ["ReturnOrder"] = typeof(Contracts.Orders.ReturnOrder),
        ["RetrySaga"] = typeof(RetrySaga),
        ["ResolveSaga"] = typeof(ResolveSaga),
        ["CompensateSaga"] = typeof(CompensateSaga),
    };

    public string MessageType => Message.GetType().Name;

    public string Json => JsonSerializer.Serialize(Message, Message.GetType());

    public static SagaRequest Read(Guid messageId, Guid sagaId, string endpoint, string messageType, string json) =>
        new(messageId, sagaId, endpoint, JsonSerializer.Deserialize(json, Types[messageType])!);
}

/// <summary>Keeps requests with the commit that records them.</summary>
sealed class RequestWriter : IRowWriter<SagaRequest>
{
    public static readonly RequestWriter Instance = new();

    public Rank Rank => Rank.Business;

    public WriteStatements Write(IReadOnlyList<SagaRequest> rows) => new([
        new NpgsqlBatchCommand("insert into saga_requests (message_id, saga_id, endpoint, message_type, message) select * from unnest($1, $2, $3, $4, $5)")
            .WithColumn(NpgsqlDbType.Uuid, rows, request => request.MessageId)
            .WithColumn(NpgsqlDbType.Uuid, rows, request => request.SagaId)
            .WithColumn(NpgsqlDbType.Text, rows, request => request.Endpoint)
            .WithColumn(NpgsqlDbType.Text, rows, request => request.MessageType)
            .WithColumn(NpgsqlDbType.Jsonb, rows, request => request.Json),
    ]);
}

/// <summary>A request that has been answered.</summary>
/// <param name="SagaId">The saga that answered.</param>
/// <param name="MessageType">What it was asked.</param>
/// <param name="MessageId">Which request of that type; <c>null</c> for every one, where a saga can be asked but once.</param>
readonly record struct AnsweredRequest(Guid SagaId, string MessageType, Guid? MessageId = null);

/// <summary>Drops requests with the commit that answers them.</summary>
sealed class RequestRemoval : IRowWriter<AnsweredRequest>
{
    public static readonly RequestRemoval Instance = new();

    public Rank Rank => Rank.Business;

    public WriteStatements Write(IReadOnlyList<AnsweredRequest> rows) => new([
        new NpgsqlBatchCommand("""
            delete from saga_requests request using unnest($1, $2, $3) as answered (saga_id, message_type, message_id)
            where request.saga_id = answered.saga_id and request.message_type = answered.message_type
              and request.message_id = coalesce(answered.message_id, request.message_id)
            """)
            .WithColumn(NpgsqlDbType.Uuid, rows, answered => answered.SagaId)
            .WithColumn(NpgsqlDbType.Text, rows, answered => answered.MessageType)
            .WithColumn(NpgsqlDbType.Uuid, rows, answered => answered.MessageId),
    ]);
}

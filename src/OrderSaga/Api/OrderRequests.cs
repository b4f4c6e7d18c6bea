using System.Security.Cryptography;
using System.Text.Json;
using MassTransit;
using Sagas.Contracts;
using Sagas.Contracts.Orders;
using Sagas.OrderSaga.Data;
using Sagas.OrderSaga.Orders;
using Sagas.OrderSaga.PlaceOrder;
using Sagas.OrderSaga.Requests;
using Sagas.Transactions;
using static Sagas.OrderSaga.Orders.OrderCommand;

namespace Sagas.OrderSaga.Api;

/// <summary>What came of asking for something.</summary>
abstract record RequestResult
{
    public sealed record Recorded(Guid OrderId, long Version) : RequestResult;

    public sealed record KeyReused : RequestResult;

    public sealed record NoSuchOrder : RequestResult;

    public sealed record TooLate(CancellationRefusal Why) : RequestResult;
}

/// <summary>
/// Records what clients ask for: the event on the order's stream and the message to the saga, in one commit. The actor is the API key that was used, or else who the
/// request says it is from.
/// </summary>
sealed class OrderRequests(IOutboxSessions<OrderSagaDbContext> sessions)
{
    const string Tenant = "default";

    public Task<RequestResult> PlaceAsync(PlaceOrderRequest request, string? idempotencyKey, string? keyName, CancellationToken cancellationToken)
    {
        var hash = SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(request));
        var orderId = Guid.CreateVersion7();
        return Attempts.UntilItIsKnownAsync(() => TryPlaceAsync(orderId, request, idempotencyKey, hash, keyName, cancellationToken), cancellationToken);
    }

    public Task<RequestResult> CancelAsync(Guid orderId, string reason, string requestedBy, string? keyName, CancellationToken cancellationToken) =>
        Attempts.UntilItIsKnownAsync(() => TryCancelAsync(orderId, reason, requestedBy, keyName, cancellationToken), cancellationToken);

    async Task<RequestResult> TryPlaceAsync(
        Guid orderId, PlaceOrderRequest request, string? key, byte[] hash, string? keyName, CancellationToken cancellationToken)
    {
        await using var session = sessions.Open();
        var unit = session.UnitOfWork;

        IdempotencyRecord? earlier = null;
        if (key is not null)
            unit.Load(IdempotencyKeys.Instance, (Tenant, key), record => earlier = record);
        unit.About(new Subject(nameof(PlaceOrderState), orderId));
        await unit.LoadAsync(cancellationToken);
        if (earlier is not null)
            return earlier.RequestHash.AsSpan().SequenceEqual(hash) ? new RequestResult.Recorded(earlier.Made, 1) : new RequestResult.KeyReused();
        // By an attempt whose commit was not confirmed.
        if (OrderStream.Of(unit).State.IsPlaced)
            return new RequestResult.Recorded(orderId, 1);

        if (key is not null)
            unit.Write(IdempotencyKeys.Instance, new IdempotencyRecord(Tenant, key, hash, orderId));
        OrderStream.Of(unit).By(keyName ?? $"customer {request.CustomerId}").Decide(new Place(request.CustomerId, request.Lines, request.ShipTo, request.ExpectedTotal));
        await session.RecordRequestAsync(new SagaRequest(orderId, orderId, Endpoints.PlaceOrder, new Contracts.Orders.PlaceOrder
        {
            OrderId = orderId,
            CustomerId = request.CustomerId,
            Lines = request.Lines,
            ShipTo = request.ShipTo,
            PaymentToken = request.PaymentToken,
            ExpectedTotal = request.ExpectedTotal,
        }), cancellationToken);
        await session.CommitAsync(cancellationToken);
        return new RequestResult.Recorded(orderId, 1);
    }

    async Task<RequestResult> TryCancelAsync(Guid orderId, string reason, string requestedBy, string? keyName, CancellationToken cancellationToken)
    {
        await using var session = sessions.Open();
        var unit = session.UnitOfWork;
        unit.About(new Subject(nameof(PlaceOrderState), orderId));
        await unit.LoadAsync(cancellationToken);

        var order = OrderStream.Of(unit).By(keyName ?? requestedBy, reason);
        if (!order.State.IsPlaced)
            return new RequestResult.NoSuchOrder();
        if (Order.WhyNotCancel(order.State) is { } refusal)
            return new RequestResult.TooLate(refusal);

        order.Decide(new RequestCancellation(reason, requestedBy));
        if (order.Appended.Count > 0)
        {
            var message = new CancelOrder { OrderId = orderId, Reason = reason, RequestedBy = requestedBy };
            await session.RecordRequestAsync(new SagaRequest(Guid.CreateVersion7(), orderId, Endpoints.PlaceOrder, message), cancellationToken);
            await session.CommitAsync(cancellationToken);
        }

        return new RequestResult.Recorded(orderId, order.Version);
    }
}

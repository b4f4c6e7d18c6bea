using System.Security.Cryptography;
using System.Text;
using MassTransit;
using Sagas.Contracts;
using Sagas.OrderSaga.Data;
using Sagas.OrderSaga.Orders;
using Sagas.OrderSaga.Requests;
using Sagas.OrderSaga.ReturnOrder;
using Sagas.Transactions;
using static Sagas.OrderSaga.Orders.OrderCommand.OfReturn;

namespace Sagas.OrderSaga.Api;

/// <summary>What came of asking for a return.</summary>
abstract record ReturnResult
{
    public sealed record Recorded(Guid ReturnId, long Version) : ReturnResult;

    public sealed record KeyReused : ReturnResult;

    public sealed record NoSuchOrder : ReturnResult;

    public sealed record Refused(ReturnRefusal Why) : ReturnResult;
}

/// <summary>
/// Records that an order is to come back: the event on the order's stream and the message to the return's saga, in one commit. Of two simultaneous requests for one
/// order the stream takes one; the other is begun again, and finds the return of the first.
/// </summary>
sealed class ReturnRequests(IOutboxSessions<OrderSagaDbContext> sessions, OrderStreams orders)
{
    const string Tenant = "default";

    public Task<ReturnResult> RequestAsync(Guid orderId, string reason, string? idempotencyKey, string? keyName, CancellationToken cancellationToken)
    {
        // Made once: by it an attempt knows what an earlier one recorded, whose commit was not confirmed.
        var returnId = Guid.CreateVersion7();
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"return {orderId} {reason}"));
        return Attempts.UntilItIsKnownAsync(() => TryRequestAsync(returnId, orderId, reason, idempotencyKey, hash, keyName, cancellationToken), cancellationToken);
    }

    async Task<ReturnResult> TryRequestAsync(
        Guid returnId, Guid orderId, string reason, string? key, byte[] hash, string? keyName, CancellationToken cancellationToken)
    {
        await using var session = sessions.Open();
        var unit = session.UnitOfWork;

        IdempotencyRecord? earlier = null;
        if (key is not null)
            unit.Load(IdempotencyKeys.Instance, (Tenant, key), record => earlier = record);
        unit.About(new Subject(nameof(ReturnOrderState), returnId));
        orders.Load(unit, orderId);
        await unit.LoadAsync(cancellationToken);
        if (earlier is not null)
            return earlier.RequestHash.AsSpan().SequenceEqual(hash) ? new ReturnResult.Recorded(earlier.Made, OrderStream.Of(unit).Version) : new ReturnResult.KeyReused();

        var order = OrderStream.Of(unit);
        if (!order.State.IsPlaced)
            return new ReturnResult.NoSuchOrder();
        if (order.State.ReturnOf(returnId) is not null)
            return new ReturnResult.Recorded(returnId, order.Version);
        if (Returning.WhyNotReturn(order.State) is { } refusal)
            return new ReturnResult.Refused(refusal);

        var customer = order.State.CustomerId!;
        if (key is not null)
            unit.Write(IdempotencyKeys.Instance, new IdempotencyRecord(Tenant, key, hash, returnId));
        order.By(keyName ?? $"customer {customer}", reason).Decide(new RequestReturn(returnId, reason, keyName ?? customer));
        var wanted = order.State.ReturnOf(returnId)!;
        await session.RecordRequestAsync(new SagaRequest(returnId, returnId, Endpoints.ReturnOrder, new Contracts.Orders.ReturnOrder
        {
            ReturnId = returnId, OrderId = orderId, CustomerId = customer, Lines = wanted.Lines, Amount = wanted.Amount,
        }), cancellationToken);
        await session.CommitAsync(cancellationToken);
        return new ReturnResult.Recorded(returnId, order.Version);
    }
}

using MassTransit;
using Sagas.Contracts.Orders;
using Sagas.OrderSaga.Operators;
using Sagas.Transactions;

namespace Sagas.OrderSaga.Requests;

/// <summary>Drops a request in the transaction that handles its message, whatever the saga made of it.</summary>
sealed class AnsweredRequests : IEnlistment
{
    /// <summary>A saga can be asked for each of these but once.</summary>
    static readonly Type[] RequestsOnce = [typeof(Contracts.Orders.PlaceOrder), typeof(CancelOrder), typeof(Contracts.Orders.ReturnOrder)];

    /// <summary>A saga can be asked for these several times.</summary>
    static readonly Type[] OperatorRequests = [typeof(RetrySaga), typeof(ResolveSaga), typeof(CompensateSaga)];

    /// <summary>Marks a unit whose request waits for its saga: it has not been answered yet.</summary>
    public static void Postpone(IUnitOfWork unit) => unit.Items[typeof(AnsweredRequests)] = true;

    public void OnSaving(IUnitOfWork unit)
    {
        // A repeat is not handled: what the first delivery made of the request stands, and it may be that it has to wait.
        if (unit.IsDuplicate || unit.Subject is not { Id: var sagaId } || unit.Items.ContainsKey(typeof(AnsweredRequests))
            || !unit.Items.TryGetValue(typeof(ConsumeContext), out var item))
        {
            return;
        }

        var context = (ConsumeContext)item;
        if (RequestsOnce.FirstOrDefault(context.HasMessageType) is { } once)
            unit.Write(RequestRemoval.Instance, new AnsweredRequest(sagaId, once.Name));
        else if (OperatorRequests.FirstOrDefault(context.HasMessageType) is { } request)
            unit.Write(RequestRemoval.Instance, new AnsweredRequest(sagaId, request.Name, context.GetOriginalMessageId()));
    }
}

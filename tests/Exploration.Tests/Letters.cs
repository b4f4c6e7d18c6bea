using MassTransit;
using Sagas.Contracts;
using Sagas.Contracts.Inventory;
using Sagas.Contracts.Payment;
using Sagas.Contracts.Shipping;
using Sagas.OrderSaga.Operators;

namespace Sagas.Exploration.Tests;

/// <summary>Names messages by what tells them apart: a copy of a message is the same message.</summary>
static class Letters
{
    public static string Name(object message) => message switch
    {
        IOperatorRequest request => $"{message.GetType().Name}({request.Seen.State}, {request.Seen.Step}, round {request.Seen.UndoRound})",
        Fault<ReserveStock> fault => $"Fault<{Name(fault.Message)}>",
        Fault<CapturePayment> fault => $"Fault<{Name(fault.Message)}>",
        Fault<CreateShipment> fault => $"Fault<{Name(fault.Message)}>",
        Fault<UnreserveStock> fault => $"Fault<{Name(fault.Message)}>",
        Fault<RefundPayment> fault => $"Fault<{Name(fault.Message)}>",
        Fault<CancelShipment> fault => $"Fault<{Name(fault.Message)}>",
        StockUnavailable reply => $"StockUnavailable({reply.Reason})",
        PaymentDeclined reply => $"PaymentDeclined({reply.Reason})",
        ShipmentRefused reply => $"ShipmentRefused({reply.Reason})",
        _ => $"{message.GetType().Name}{(KeyOf(message) is { Round: > 1 } key ? $" of round {key.Round}" : "")}",
    };

    public static EffectKey? KeyOf(object message) => (EffectKey?)message.GetType().GetProperty(nameof(EffectKey))?.GetValue(message);
}

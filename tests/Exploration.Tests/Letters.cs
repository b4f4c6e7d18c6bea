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
        IOperatorRequest request => $"{message.GetType().Name}({request.Seen.State}, {request.Seen.Step}, rounds {request.Seen.Round} and {request.Seen.UndoRound})",
        Fault fault => $"Fault<{Name(Failed(fault))}>",
        StockUnavailable reply => $"StockUnavailable({reply.Reason})",
        PaymentDeclined reply => $"PaymentDeclined({reply.Reason})",
        ShipmentRefused reply => $"ShipmentRefused({reply.Reason})",
        ReturnRefused reply => $"ReturnRefused({reply.Reason})",
        GoodsInspected reply => $"GoodsInspected({reply.Lines[0].Sound} sound, {reply.Lines[0].Damaged} damaged, round {reply.EffectKey.Round})",
        _ => $"{message.GetType().Name}{(KeyOf(message) is { Round: > 1 } key ? $" of round {key.Round}" : "")}",
    };

    /// <summary>The message that could not be handled.</summary>
    public static object Failed(Fault fault) => fault.GetType().GetProperty("Message")!.GetValue(fault)!;

    public static EffectKey? KeyOf(object message) => (EffectKey?)message.GetType().GetProperty(nameof(EffectKey))?.GetValue(message);
}

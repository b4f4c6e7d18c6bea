using MassTransit;

namespace Sagas.OrderSaga.ReturnOrder;

public sealed partial class ReturnOrderStateMachine
{
    protected override string AlreadyTurnedRound => "the return can't be called off: it is being called off already, or the goods have arrived";

    /// <summary>A return's saga has the return's id.</summary>
    void Correlate()
    {
        By(() => ReturnOrder, message => message.ReturnId);

        By(() => ReturnExpected, reply => reply.EffectKey);
        By(() => ReturnRefused, reply => reply.EffectKey);
        By(() => GoodsReceived, reply => reply.EffectKey);
        By(() => ReturnCancelled, reply => reply.EffectKey);
        By(() => ReturnCancellationRefused, reply => reply.EffectKey);
        By(() => InspectionPending, reply => reply.EffectKey);
        By(() => GoodsInspected, reply => reply.EffectKey);
        By(() => GoodsRestocked, reply => reply.EffectKey);
        By(() => GoodsWrittenOff, reply => reply.EffectKey);
        By(() => ReturnRefunded, reply => reply.EffectKey);
        By(() => ReturnRefundRefused, reply => reply.EffectKey);

        By(() => ReceiveReturnFaulted, fault => fault.Message.EffectKey);
        By(() => CancelReturnFaulted, fault => fault.Message.EffectKey);
        By(() => InspectReturnFaulted, fault => fault.Message.EffectKey);
        By(() => RestockGoodsFaulted, fault => fault.Message.EffectKey);
        By(() => WriteOffGoodsFaulted, fault => fault.Message.EffectKey);
        By(() => RefundReturnFaulted, fault => fault.Message.EffectKey);

        CorrelateOperators();
    }

    protected override string? WhyIgnored(State state, Event @event)
    {
        if (@event == ReturnOrder)
            return "the return has begun already";
        if (state == Completed || state == Rejected)
            return $"late: the return is {state.Name.ToLowerInvariant()}";
        return @event == ReturnExpected || @event == InspectionPending ? "late: the saga has gone on since" : null;
    }
}

using Sagas.Contracts;
using Sagas.Contracts.Inventory;
using Sagas.Contracts.Payment;
using Sagas.OrderSaga.Orders;
using Sagas.OrderSaga.StepSagas;

namespace Sagas.OrderSaga.ReturnOrder;

/// <summary>
/// The steps of taking an order back. The pivot is the first: once the customer has parted with the goods there is only forward, and what can't be had waits for an
/// operator. How much patience there is with each step comes from the configuration.
/// </summary>
public sealed class ReturnOrderPlan(ReturnOrderOptions options) : SagaPlan<ReturnStep>
{
    public override string Name => "ReturnOrder";

    public override string Endpoint => Endpoints.ReturnOrder;

    public override string Table => "return_order_sagas";

    public override int DefinitionVersion => 1;

    public override IReadOnlyList<StepPlan<ReturnStep>> Steps { get; } =
    [
        new(ReturnStep.ReceiveReturn,
            Do: new("ReceivingReturn", Endpoints.Inventory, nameof(ReceiveReturn),
                [nameof(GoodsReceived), nameof(ReturnRefused)], options.ReceiveReturn, AtLast.Compensate),
            Undo: new("CancellingReturn", Endpoints.Inventory, nameof(CancelReturn),
                [nameof(ReturnCancelled), nameof(ReturnCancellationRefused)], options.Undo, AtLast.Park, Refusal: nameof(ReturnCancellationRefused)),
            IsPivot: true,
            UndoMayFail: "Unless the goods have arrived: then the return goes on."),

        new(ReturnStep.InspectReturn,
            Do: new("InspectingReturn", Endpoints.Inventory, nameof(InspectReturn), [nameof(GoodsInspected)], options.InspectReturn, AtLast.Park),
            Undo: null),

        new(ReturnStep.RestockGoods,
            Do: new("RestockingGoods", Endpoints.Inventory, nameof(RestockGoods), [nameof(GoodsRestocked)], options.SettleGoods, AtLast.Park),
            Undo: null),

        new(ReturnStep.WriteOffGoods,
            Do: new("WritingOffGoods", Endpoints.Inventory, nameof(WriteOffGoods), [nameof(GoodsWrittenOff)], options.SettleGoods, AtLast.Park),
            Undo: null),

        new(ReturnStep.RefundReturn,
            Do: new("RefundingReturn", Endpoints.Payment, nameof(RefundReturn),
                [nameof(ReturnRefunded), nameof(ReturnRefundRefused)], options.RefundReturn, AtLast.Park, Refusal: nameof(ReturnRefundRefused)),
            Undo: null),
    ];

    public override IReadOnlyList<string> Resting { get; } = ["Completed", "Rejected", "Parked"];

    public override string EndOfTheWayBack => "the return is rejected";
}

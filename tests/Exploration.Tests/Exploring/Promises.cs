using Sagas.Exploration.Tests.Participants;
using Sagas.OrderSaga.Orders;
using Sagas.OrderSaga.PlaceOrder;
using Sagas.OrderSaga.StepSagas;

namespace Sagas.Exploration.Tests.Exploring;

/// <summary>What has to be true of every world that can be reached.</summary>
static class Promises
{
    /// <returns>Which promise is broken; <c>null</c> when all are kept.</returns>
    public static string? Broken(World world) => BrokenAlways(world) ?? world.Saga?.CurrentState switch
    {
        "Confirmed" => BrokenByConfirmed(world),
        "Cancelled" => BrokenByCancelled(world),
        "Parked" => BrokenByParked(world),
        _ => null,
    };

    public static bool IsEnd(World world) => world.Saga?.CurrentState is "Confirmed" or "Cancelled" or "Parked";

    /// <summary>An operator who answers for a shipment answers for its parcel.</summary>
    static string? BrokenAlways(World world) => world.Inventory.Stock == StockModel.Missing && world.Saga?.CreateShipmentUndo != Compensation.Waived
        ? "A parcel has left whose goods were never reserved, or were set free."
        : null;

    static string? BrokenByConfirmed(World world)
    {
        if (world.Payment.Charge != ChargeModel.Captured)
            return $"The order is confirmed, and the charge is {world.Payment.Charge}.";
        if (world.Inventory.Stock == StockModel.Free)
            return "The order is confirmed, and nothing is reserved.";
        return world.Shipping.Parcel is ParcelModel.Created or ParcelModel.Dispatched ? null : $"The order is confirmed, and the shipment is {world.Shipping.Parcel}.";
    }

    /// <summary>What an operator answered for is the operator's.</summary>
    static string? BrokenByCancelled(World world) =>
        HasEffect(world).Where(step => world.Saga!.UndoOf(step) != Compensation.Waived).Select(step => $"The order is cancelled, and {WhatIsLeft(world, step)}.").FirstOrDefault();

    static string? BrokenByParked(World world)
    {
        var saga = world.Saga!;
        if (!saga.Owed().SequenceEqual(world.Order.Owed))
            return $"The saga owes {string.Join(", ", saga.Owed())}, and the order's stream {string.Join(", ", world.Order.Owed)}.";
        if (saga.Owed().Count == 0)
            return "The saga is parked, and owes nothing.";
        return HasEffect(world).Where(step => !saga.UndoOf(step).IsOwed() && saga.UndoOf(step) != Compensation.Waived)
            .Select(step => $"The saga is parked without owing the undo of {step}, and {WhatIsLeft(world, step)}.").FirstOrDefault();
    }

    static IEnumerable<OrderStep> HasEffect(World world)
    {
        if (world.Inventory.Stock == StockModel.Reserved || (world.Inventory.Stock == StockModel.Shipped && world.Saga!.CreateShipmentUndo != Compensation.Waived))
            yield return OrderStep.ReserveStock;
        if (world.Payment.Charge == ChargeModel.Captured)
            yield return OrderStep.CapturePayment;
        if (world.Shipping.Parcel is ParcelModel.Created or ParcelModel.Dispatched)
            yield return OrderStep.CreateShipment;
    }

    static string WhatIsLeft(World world, OrderStep step) => step switch
    {
        OrderStep.ReserveStock => $"its stock is {world.Inventory.Stock}",
        OrderStep.CapturePayment => $"its charge is {world.Payment.Charge}",
        _ => $"its parcel is {world.Shipping.Parcel}",
    };
}

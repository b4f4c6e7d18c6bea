using Sagas.OrderSaga.Orders;
using Sagas.OrderSaga.StepSagas;

namespace Sagas.OrderSaga.PlaceOrder;

static class OrderOutcomes
{
    /// <returns><c>null</c> while the order is under way.</returns>
    public static SagaOutcomeView? OutcomeOfPlacing(this OrderState order) => order.Outcome is { } outcome
        ? new SagaOutcomeView(outcome.ToString(), order.CancelReason?.ToString(), order.CancellationRejectedBecause)
        : null;
}

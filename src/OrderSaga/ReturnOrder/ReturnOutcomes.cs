using Sagas.OrderSaga.Orders;
using Sagas.OrderSaga.StepSagas;

namespace Sagas.OrderSaga.ReturnOrder;

static class ReturnOutcomes
{
    /// <returns><c>null</c> while the return is under way.</returns>
    public static SagaOutcomeView? OutcomeOfReturning(this OrderState order, Guid returnId) => order.ReturnOf(returnId) is { Outcome: { } outcome } known
        ? new SagaOutcomeView(outcome.ToString(), known.TurnedRoundBy?.ToString(), CancellationRejected: null)
        : null;
}

using Microsoft.Extensions.Options;
using Sagas.OrderSaga.PlaceOrder;
using Sagas.SagaTimeline;

namespace Sagas.OrderSaga.Tests.PlaceOrder;

public sealed class When_a_state_gets_an_event
{
    [Fact]
    public void it_acts_on_it_or_ignores_it_with_a_reason() =>
        StateMachineCompleteness.Check(new PlaceOrderStateMachine(new PlaceOrderSteps(Options.Create(new PlaceOrderOptions()), TimeProvider.System))).ShouldBeEmpty();
}

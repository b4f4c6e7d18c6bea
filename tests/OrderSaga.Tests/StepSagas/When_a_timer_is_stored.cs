using MassTransit;
using Sagas.OrderSaga.StepSagas;

namespace Sagas.OrderSaga.Tests.StepSagas;

public sealed class When_a_timer_is_stored
{
    /// <summary>Timers that an older release armed lie in the outbox under this name.</summary>
    [Fact]
    public void its_wire_name_is_the_one_that_it_always_had() =>
        MessageUrn.ForTypeString<StepDeadlinePassed>().ShouldBe("urn:message:Sagas.OrderSaga.PlaceOrder:StepDeadlinePassed");
}

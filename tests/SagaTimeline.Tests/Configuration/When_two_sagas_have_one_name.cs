using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Sagas.SagaTimeline.Tests.Errands;

namespace Sagas.SagaTimeline.Tests.Configuration;

public sealed class When_two_sagas_have_one_name
{
    [Fact]
    public void The_second_of_one_database_is_refused() => Should.Throw<InvalidOperationException>(() => new ServiceCollection()
        .AddSagaTimeline<ErrandDbContext, ErrandStateMachine, Errand>()
        .AddSagaTimeline<ErrandDbContext, Namesake, Elsewhere.Errand>())
        .Message.ShouldContain($"{typeof(Elsewhere.Errand).FullName} and {typeof(Errand).FullName}");

    [Fact]
    public void In_databases_of_their_own_they_are_apart() => Should.NotThrow(() => new ServiceCollection()
        .AddSagaTimeline<ErrandDbContext, ErrandStateMachine, Errand>()
        .AddSagaTimeline<Elsewhere, Namesake, Elsewhere.Errand>());

    public sealed class Elsewhere
    {
        public sealed class Errand : SagaStateMachineInstance
        {
            public Guid CorrelationId { get; set; }
        }
    }

    sealed class Namesake : MassTransitStateMachine<Elsewhere.Errand>;
}

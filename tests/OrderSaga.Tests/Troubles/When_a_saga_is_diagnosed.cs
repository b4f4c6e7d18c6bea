using Microsoft.Extensions.Options;
using Sagas.OrderSaga.Orders;
using Sagas.OrderSaga.PlaceOrder;
using Sagas.OrderSaga.ReturnOrder;
using Sagas.OrderSaga.StepSagas;
using Sagas.OrderSaga.Troubles;

namespace Sagas.OrderSaga.Tests.Troubles;

public sealed class When_a_saga_is_diagnosed
{
    static readonly DateTimeOffset Now = new(2026, 3, 4, 10, 0, 0, TimeSpan.Zero);

    static readonly SagaType Placing = new SagaType<PlaceOrderState, OrderStep>(
        new PlaceOrderStateMachine(new PlaceOrderSteps(Options.Create(new PlaceOrderOptions()), TimeProvider.System)), saga => saga.CorrelationId, (_, _) => null, []);

    static readonly SagaType Returning = new SagaType<ReturnOrderState, ReturnStep>(
        new ReturnOrderStateMachine(new ReturnOrderSteps(Options.Create(new ReturnOrderOptions()), TimeProvider.System)), saga => saga.OrderId, (_, _) => null, []);

    static SagaFacts Waiting => new()
    {
        Saga = "PlaceOrder", SagaId = Guid.CreateVersion7(), OrderId = Guid.CreateVersion7(), State = "CapturingPayment", Since = Now.AddMinutes(-5), UpdatedAt = Now.AddMinutes(-5),
        Deadline = Now.AddSeconds(5), Attempt = 1, Timer = new TimerFacts(Guid.CreateVersion7(), Now.AddSeconds(5), 0),
    };

    static LetterFacts Letter => new(Guid.CreateVersion7(), "urn:message:MassTransit:Fault[[Sagas.Contracts.Payment:CapturePayment]];urn:message:MassTransit:Fault", "Failed", "System.TimeoutException", 7, Now.AddMinutes(-1), 2);

    [Fact]
    public void with_its_deadline_ahead_it_is_waiting() => Diagnose(Waiting).Kind.ShouldBe(TroubleKind.Waiting);

    [Theory]
    [InlineData(-29, TroubleKind.Waiting)]
    [InlineData(-31, TroubleKind.Overdue)]
    public void it_is_overdue_only_after_a_grace(int seconds, TroubleKind kind) =>
        Diagnose(Waiting with { Deadline = Now.AddSeconds(seconds) }).Kind.ShouldBe(kind);

    [Theory]
    [InlineData(-119, TroubleKind.Waiting)]
    [InlineData(-121, TroubleKind.OrphanedTimer)]
    public void without_a_timer_it_is_left_to_the_reconciler_at_first(int seconds, TroubleKind kind) =>
        Diagnose(Waiting with { Timer = null, UpdatedAt = Now.AddSeconds(seconds) }).Kind.ShouldBe(kind);

    [Fact]
    public void the_cause_comes_before_what_follows_from_it_and_both_are_evidence()
    {
        var trouble = Diagnose(Waiting with { Letter = Letter, Deadline = Now.AddHours(-1), Silence = new SilenceFacts(1, 3) });

        trouble.Kind.ShouldBe(TroubleKind.Poisoned);
        trouble.Evidence.Count.ShouldBe(3);
        trouble.Evidence[0].Text.ShouldBe(
            $"Fault<CapturePayment> to PlaceOrder failed in 7 attempts with TimeoutException, last 2026-03-04 09:59:00 UTC, 1m ago; it is dead letter {trouble.Evidence[0].Id}, and so are 1 more.");
        trouble.Action.Address.ShouldBe($"/dead-letters/{trouble.Evidence[0].Id}/redrive");
    }

    [Fact]
    public void parked_before_the_pivot_it_owes_undos() =>
        Diagnose(Waiting with { State = "Parked", Deadline = null, Timer = null, ParkedBecause = "It failed.", Owed = ["capture-payment", "reserve-stock"] }).ShouldSatisfyAllConditions(
            trouble => trouble.Kind.ShouldBe(TroubleKind.CompensationFailed),
            trouble => trouble.Evidence.Single().Text.ShouldContain("owed: the undo of capture-payment, the undo of reserve-stock"),
            trouble => trouble.Action.Text.ShouldContain("RefundPayment is sent again in a new round"));

    [Fact]
    public void parked_behind_the_pivot_it_owes_a_step() =>
        Diagnose(Waiting with { Saga = "ReturnOrder", State = "Parked", Deadline = null, Timer = null, ParkedBecause = "It failed.", Owed = ["refund-return"] }).ShouldSatisfyAllConditions(
            trouble => trouble.Kind.ShouldBe(TroubleKind.StepFailed),
            trouble => trouble.Action.Text.ShouldContain("RefundReturn is sent again"));

    [Fact]
    public void a_silent_participant_is_the_sagas_own_business_until_its_patience_ends()
    {
        var trouble = Diagnose(Waiting with { Attempt = 6, Silence = new SilenceFacts(5, 7) });

        trouble.NeedsSomebody.ShouldBeFalse();
        trouble.Action.Text.ShouldEndWith("This is the last attempt: at its deadline the saga will compensate.");
    }

    static Trouble Diagnose(SagaFacts saga) => Diagnosis.Of(saga, saga.Saga == "PlaceOrder" ? Placing : Returning, Now, new TroubleOptions());
}

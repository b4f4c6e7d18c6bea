using Sagas.Contracts;
using Sagas.Contracts.Inventory;
using Sagas.Contracts.Payment;
using Sagas.OrderSaga.Operators;
using Sagas.OrderSaga.Orders;
using Sagas.OrderSaga.ReturnOrder;
using Sagas.OrderSaga.Tests.Orders;
using Sagas.OrderSaga.Tests.StepSagas;

namespace Sagas.OrderSaga.Tests.ReturnOrder;

/// <summary>The saga of a return alone, about an order that is delivered.</summary>
sealed class ReturnOrderHarness : StepSagaHarness<ReturnOrderStateMachine, ReturnOrderState, ReturnStep, ReturnOrderDefinition, ReturnOrderSteps, ReturnOrderOptions>
{
    ReturnOrderHarness(ReturnOrderOptions options)
        : base(options, new OrdersInMemory(_ => OrderId) { [OrderId] = OrderState.Initial.Fold(AReturn.DeliveredOrder) }, Endpoints.ReturnOrder)
    {
    }

    public static Guid OrderId { get; } = Guid.CreateVersion7();

    public Guid ReturnId => SagaId;

    public OrderState Order => OrderOf(OrderId);

    public OrderReturn Return => Order.ReturnOf(ReturnId)!;

    public static async Task<ReturnOrderHarness> StartAsync(Action<ReturnOrderOptions>? configure = null)
    {
        var options = new ReturnOrderOptions();
        configure?.Invoke(options);
        var harness = new ReturnOrderHarness(options);
        await harness.StartBusAsync();
        return harness;
    }

    /// <summary>Asks for the return and gives the command that the saga starts with.</summary>
    public async Task<ReceiveReturn> BeginAsync()
    {
        await SendAsync(new Contracts.Orders.ReturnOrder
        {
            ReturnId = ReturnId, OrderId = OrderId, CustomerId = "BLAUS", Lines = AnOrder.Lines, Amount = AnOrder.Total,
        });
        return await SentAsync<ReceiveReturn>();
    }

    public async Task<InspectReturn> BeginAndReceiveAsync()
    {
        await SendAsync(Received(await BeginAsync()));
        return await SentAsync<InspectReturn>();
    }

    /// <param name="verdict">What is found of the goods; of three units two are sound when left out.</param>
    public async Task BeginReceiveAndInspectAsync(IReadOnlyList<InspectedLine>? verdict = null) =>
        await SendAsync(Inspected(await BeginAndReceiveAsync(), verdict));

    public RetrySaga Retry(Situation seen) => new() { RequestId = Guid.CreateVersion7(), SagaId = ReturnId, Operator = "dana", Reason = "they are back", Seen = seen };

    public ResolveSaga Resolve(Situation seen) => new()
    {
        RequestId = Guid.CreateVersion7(), SagaId = ReturnId, Operator = "dana", Reason = "paid by hand", Evidence = "transfer 4711", Seen = seen,
    };

    public CompensateSaga Compensate(Situation seen) => new()
    {
        RequestId = Guid.CreateVersion7(), SagaId = ReturnId, Operator = "dana", Reason = "the customer keeps it", Seen = seen,
    };

    public static GoodsReceived Received(ReceiveReturn command) => new()
    {
        SagaId = command.SagaId, OrderId = command.OrderId, EffectKey = command.EffectKey, ReceivedAt = AnOrder.Tuesday,
    };

    public static GoodsInspected Inspected(InspectReturn command, IReadOnlyList<InspectedLine>? verdict = null) => new()
    {
        SagaId = command.SagaId, OrderId = command.OrderId, EffectKey = command.EffectKey, Lines = verdict ?? AReturn.Verdict,
    };

    public static GoodsRestocked Restocked(RestockGoods command, int units = 2) => new()
    {
        SagaId = command.SagaId, OrderId = command.OrderId, EffectKey = command.EffectKey, Units = units,
    };

    public static GoodsWrittenOff WrittenOff(WriteOffGoods command, int units = 1) => new()
    {
        SagaId = command.SagaId, OrderId = command.OrderId, EffectKey = command.EffectKey, Units = units,
    };

    public static ReturnRefunded Refunded(RefundReturn command) => new()
    {
        SagaId = command.SagaId, OrderId = command.OrderId, EffectKey = command.EffectKey, Amount = command.Amount, GatewayReference = "re_1",
    };
}

using System.Reflection;
using MassTransit;
using Sagas.Contracts;
using Sagas.Contracts.Inventory;
using Sagas.Contracts.Orders;
using Sagas.Contracts.Payment;
using Sagas.Contracts.Shipping;
using Sagas.OrderSaga.Orders;
using Sagas.OrderSaga.PlaceOrder;
using Sagas.OrderSaga.StepSagas;
using Sagas.OrderSaga.Tests.StepSagas;

namespace Sagas.OrderSaga.Tests.PlaceOrder;

/// <summary>The saga of an order alone.</summary>
sealed class PlaceOrderHarness : StepSagaHarness<PlaceOrderStateMachine, PlaceOrderState, OrderStep, PlaceOrderDefinition, PlaceOrderSteps, PlaceOrderOptions>
{
    PlaceOrderHarness(PlaceOrderOptions options)
        : base(options, new OrdersInMemory(OrderIdOf), Endpoints.PlaceOrder)
    {
    }

    public Guid OrderId => SagaId;

    public OrderState Order => OrderOf(OrderId);

    public static Money Total { get; } = new(168.00m, "USD");

    public static async Task<PlaceOrderHarness> StartAsync(Action<PlaceOrderOptions>? configure = null)
    {
        // Long enough that no deadline passes unless the test wants it to.
        var options = new PlaceOrderOptions();
        configure?.Invoke(options);
        var harness = new PlaceOrderHarness(options);
        await harness.StartBusAsync();
        return harness;
    }

    /// <summary>Places the order and returns the command that the saga starts with.</summary>
    public async Task<ReserveStock> PlaceAsync(Money? expectedTotal = null)
    {
        await SendAsync(new Contracts.Orders.PlaceOrder
        {
            OrderId = OrderId,
            CustomerId = "VINET",
            Lines = [new OrderLine { Sku = "NW-011", Quantity = 12 }],
            ShipTo = new PostalAddress { Name = "Vins et alcools Chevalier", Street = "59 rue de l'Abbaye", City = "Reims", Country = "France" },
            PaymentToken = "tok_approved",
            ExpectedTotal = expectedTotal,
        });
        return await SentAsync<ReserveStock>();
    }

    public async Task<CapturePayment> PlaceAndReserveAsync()
    {
        await ReplyAsync(Reserved(await PlaceAsync()));
        return await SentAsync<CapturePayment>();
    }

    public async Task<CreateShipment> PlaceReserveAndCaptureAsync()
    {
        await ReplyAsync(Captured(await PlaceAndReserveAsync()));
        return await SentAsync<CreateShipment>();
    }

    public Task ReplyAsync<T>(T reply)
        where T : class =>
        SendAsync(reply);

    public Task CancelAsync(string reason = "changed my mind") =>
        SendAsync(new CancelOrder { OrderId = OrderId, Reason = reason, RequestedBy = "customer" });

    public static StockReserved Reserved(ReserveStock command) => new()
    {
        SagaId = command.SagaId,
        OrderId = command.OrderId,
        EffectKey = command.EffectKey,
        Lines = [new ReservedLine { Sku = "NW-011", Quantity = 12, UnitPrice = new Money(14m, "USD"), LineTotal = Total }],
        Total = Total,
    };

    public static PaymentCaptured Captured(CapturePayment command) => new()
    {
        SagaId = command.SagaId, OrderId = command.OrderId, EffectKey = command.EffectKey, Amount = command.Amount, GatewayReference = "ch_1",
    };

    public static ShipmentCreated Created(CreateShipment command) => new()
    {
        SagaId = command.SagaId,
        OrderId = command.OrderId,
        EffectKey = command.EffectKey,
        ShipmentId = Guid.CreateVersion7(),
        Carrier = "Speedy Express",
        TrackingNumber = "SE-1",
    };

    public static ShipmentCancelled Cancelled(CancelShipment command) => new()
    {
        SagaId = command.SagaId, OrderId = command.OrderId, EffectKey = command.EffectKey, Existed = true,
    };

    public static PaymentRefunded Refunded(RefundPayment command) => new()
    {
        SagaId = command.SagaId, OrderId = command.OrderId, EffectKey = command.EffectKey, Amount = Total, GatewayReference = "re_1",
    };

    public static StockUnreserved Unreserved(UnreserveStock command) => new()
    {
        SagaId = command.SagaId, OrderId = command.OrderId, EffectKey = command.EffectKey, Units = 12,
    };

    /// <summary>One for each event of the machine: replies and facts name the order, timers and faults the saga, which has the order's id.</summary>
    static readonly Func<ConsumeContext, Guid?>[] Readers =
    [
        .. typeof(PlaceOrderStateMachine).GetProperties()
            .Where(property => property.PropertyType.IsGenericType && property.PropertyType.GetGenericTypeDefinition() == typeof(Event<>))
            .Select(property => property.PropertyType.GenericTypeArguments[0])
            .Append(typeof(StepDeadlinePassed))
            .Select(message => typeof(PlaceOrderHarness).GetMethod(nameof(Read), BindingFlags.NonPublic | BindingFlags.Static)!
                .MakeGenericMethod(message).CreateDelegate<Func<ConsumeContext, Guid?>>()),
    ];

    static Guid OrderIdOf(ConsumeContext context) => Readers.Select(read => read(context)).FirstOrDefault(id => id is not null) ?? Guid.Empty;

    static Guid? Read<T>(ConsumeContext context)
        where T : class
    {
        if (!context.TryGetMessage<T>(out var message))
            return null;
        object named = typeof(T).IsGenericType ? typeof(T).GetProperty("Message")!.GetValue(message.Message)! : message.Message;
        return (Guid)(named.GetType().GetProperty("OrderId") ?? named.GetType().GetProperty("SagaId"))!.GetValue(named)!;
    }
}

using System.Text.Json;
using Sagas.OrderSaga.Orders;

namespace Sagas.OrderSaga.Tests.Orders;

/// <summary>Given a history, when a command is decided, then these events follow.</summary>
sealed class OrderSpec
{
    static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    readonly OrderState before;
    readonly OrderCommand? command;

    OrderSpec(OrderState before, OrderCommand? command) => (this.before, this.command) = (before, command);

    public static OrderSpec Given(params OrderEvent[] history) => new(OrderState.Initial.Fold(history), null);

    public OrderSpec When(OrderCommand decided) => new(before, decided);

    /// <returns>The state after exactly these events, to look into.</returns>
    public OrderState Then(params OrderEvent[] expected)
    {
        var decided = Order.Decide(before, Command);
        Told(decided).ShouldBe(Told(expected));
        return before.Fold(decided);
    }

    public OrderState ThenNothing() => Then();

    public void ThenItIsBroken(string because, string remedy)
    {
        var message = Should.Throw<OrderInvariantException>(() => Order.Decide(before, Command)).Message;
        message.ShouldContain(because);
        message.ShouldContain(remedy);
    }

    /// <summary>Events as text: records that hold lists are not equal by value, and a text shows its difference.</summary>
    static string Told(IEnumerable<OrderEvent> events) =>
        string.Join('\n', events.Select(it => $"{it.GetType().Name} {JsonSerializer.Serialize(it, it.GetType(), Json)}"));

    OrderCommand Command => command ?? throw new InvalidOperationException("Say When(...) before Then(...).");
}

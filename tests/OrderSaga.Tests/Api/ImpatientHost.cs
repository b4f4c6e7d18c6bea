namespace Sagas.OrderSaga.Tests.Api;

/// <summary>Gives up an undo at its first deadline, so that a cancelled order is soon parked, and looks for lost requests all the time.</summary>
public sealed class ImpatientHost : OrderSagaHost
{
    protected override IReadOnlyDictionary<string, string> Settings { get; } =
        new Dictionary<string, string>
        {
            ["PlaceOrder:Undo:Attempts"] = "1",
            ["PlaceOrder:Undo:Deadline"] = "00:00:00.100",
            ["Reconciler:Interval"] = "00:00:00.200",
            ["Reconciler:Patience"] = "00:00:00.500",
        };
}

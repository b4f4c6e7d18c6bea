using System.Text;
using Sagas.TestKit;

namespace Sagas.EndToEnd.Tests;

/// <summary>
/// The process dies with each message of PlaceOrder at each durable boundary. Every start recovers what the kill before it left behind, while new orders
/// lead to the next kill; after the last, every order has to have ended as its data allow.
/// </summary>
public sealed class When_the_process_is_killed_with_every_message
{
    static readonly string[] Boundaries = ["received", "before-commit", "after-commit", "before-ack", "after-send", "before-delete"];

    static readonly string[] Messages =
    [
        "PlaceOrder", "ReserveStock", "StockReserved", "StockUnavailable", "CapturePayment", "PaymentCaptured", "PaymentDeclined", "CreateShipment", "ShipmentCreated",
        "ShipmentRefused", "CancelOrder", "CancelShipment", "ShipmentCancelled", "RefundPayment", "PaymentRefunded", "PaymentVoided", "UnreserveStock",
        "StockUnreserved", "ShipmentDispatched", "ShipmentDelivered", "StepDeadlinePassed",
    ];

    /// <summary>More than are made while processes die, so that payments are voided; none afterwards, when everything has to end.</summary>
    const string OutageAttempts = "Payment__SimulatedGateway__OutageAttempts";

    const int Rounds = 6;

    static readonly TimeSpan PatienceWithAKill = TimeSpan.FromSeconds(30);

    static bool IsLong => Environment.GetEnvironmentVariable("SAGAS_LONG") == "1";

    /// <summary>Those that <c>SAGAS_CRASH_POINTS</c> names, as <c>received@PlaceOrder,after-send@CancelShipment</c>; else all pairs, or each boundary once.</summary>
    static IEnumerable<(string Boundary, string Message)> Pairs => Environment.GetEnvironmentVariable("SAGAS_CRASH_POINTS") is { Length: > 0 } named
        ? named.Split(',').Select(point => point.Split('@')).Select(point => (point[0], point[1]))
        : IsLong
        // The row of a timer is deleted by the transaction that handles it.
        ? Boundaries.SelectMany(_ => Messages, (boundary, message) => (boundary, message)).Where(pair => pair != ("before-delete", "StepDeadlinePassed"))
        : Boundaries.Zip(["CapturePayment", "StockReserved", "PaymentCaptured", "ReserveStock", "RefundPayment", "CreateShipment"]);

    [Fact]
    public async Task every_order_ends_and_nothing_is_lost_or_done_twice()
    {
        await using var broker = await RabbitMqVirtualHost.CreateAsync();
        await using var installation = new Installation(broker.ConnectionString)
        {
            Settings =
            {
                ["Shipping__SimulatedCarrier__Enabled"] = "true",
                ["Shipping__SimulatedCarrier__DispatchAfter"] = "00:00:01",
                ["Shipping__SimulatedCarrier__DeliverAfter"] = "00:00:01",
                // One after the other, so that some orders are cancelled while their shipment is under way.
                ["Shipping__ConcurrentMessages"] = "1",
                // Less than tok_slow takes, so that deadlines pass.
                ["PlaceOrder__CapturePayment__Deadline"] = "00:00:02",
                [OutageAttempts] = "1000",
            },
        };
        var customers = new Customers();
        var table = new StringBuilder();

        // What none of the orders came to in time, they may come to the next time: which way an order goes is a matter of moments.
        List<(string Boundary, string Message)> left = [.. Pairs];
        for (var round = 1; round <= Rounds && left.Count > 0; round++)
        {
            foreach (var pair in left.ToList())
            {
                if (await KillAsync(pair))
                    left.Remove(pair);
            }
        }

        installation.Settings[OutageAttempts] = "0";
        await using var shop = await installation.StartAsync();
        var ended = await customers.EverythingEndsAsync(shop);
        TestContext.Current.TestOutputHelper?.WriteLine($"{table}{ended} orders ended");
        TestContext.Current.AddAttachment("crash-points.txt", table.ToString());
        await installation.NothingIsLostAsync();
        await installation.TheTimelinesAreWholeAsync();
        left.ShouldBeEmpty();

        async Task<bool> KillAsync((string Boundary, string Message) pair)
        {
            await using var doomed = await installation.StartDoomedAsync($"{pair.Boundary}@{pair.Message}");
            if (doomed is not null)
                await customers.OrderUntilItDiesAsync(doomed, () => installation.StallAsync("shipping", "shipments"), PatienceWithAKill);
            var killed = doomed is null || doomed.Process.HasExited;
            var line = $"{pair.Message,-20} {pair.Boundary,-14} {(killed ? "killed" : "not reached")}";
            table.AppendLine(line);
            TestContext.Current.SendDiagnosticMessage(line);
            return killed;
        }
    }
}

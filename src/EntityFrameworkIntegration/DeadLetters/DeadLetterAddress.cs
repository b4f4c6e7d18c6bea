namespace MassTransit.EntityFrameworkCoreIntegration;

/// <summary>Where a dead letter was delivered, and goes when it is redriven.</summary>
static class DeadLetterAddress
{
    public static string Endpoint(ReceiveContext context) =>
        Uri.UnescapeDataString(context.InputAddress.AbsolutePath[(context.InputAddress.AbsolutePath.LastIndexOf('/') + 1)..]);

    public static Uri Of(ReceiveContext context) => new($"exchange:{Endpoint(context)}");

    /// <summary>Whether the transport keeps a message that was not acknowledged. MassTransit's in-memory transport does not.</summary>
    public static bool TakesBack(ReceiveContext context) => context.InputAddress.Scheme != "loopback";
}

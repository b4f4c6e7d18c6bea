namespace Sagas.Inventory.TakingReturns;

/// <summary>What has become of a return, as it is stored.</summary>
static class ReturnState
{
    public const string Expected = "expected";
    public const string Cancelled = "cancelled";
    public const string Received = "received";
    public const string Inspected = "inspected";
}

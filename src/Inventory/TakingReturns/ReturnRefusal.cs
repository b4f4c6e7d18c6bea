namespace Sagas.Inventory.TakingReturns;

/// <summary>Why goods are not taken back. Part of the contract.</summary>
static class ReturnRefusal
{
    public const string NotShipped = "NotShipped";
    public const string ReturnedAlready = "ReturnedAlready";
}

/// <summary>A command came at a time when it can't be done. Nothing is booked; asked again later, it may be.</summary>
sealed class ReturnNotReadyException(string message) : Exception(message);

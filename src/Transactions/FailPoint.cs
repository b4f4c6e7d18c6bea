using System.Diagnostics;
using System.Globalization;

namespace Sagas.Transactions;

/// <summary>
/// Kills the process at a durable boundary, for tests that prove that nothing is lost there. Armed by the environment variable <c>SAGAS_FAILPOINT</c>:
/// <c>before-commit:3</c> is the third time that the boundary is reached, <c>before-commit@StockReserved</c> the first time with a message of this type.
/// Otherwise it is a comparison with null.
/// </summary>
static class FailPoint
{
    public const string Received = "received";
    public const string BeforeCommit = "before-commit";
    public const string AfterCommit = "after-commit";
    public const string BeforeAcknowledgement = "before-ack";
    public const string AfterSend = "after-send";
    public const string BeforeDelete = "before-delete";

    static readonly string[]? Setting = Environment.GetEnvironmentVariable("SAGAS_FAILPOINT")?.Split(':');
    static readonly string? Boundary = Setting?[0].Split('@')[0];
    static readonly string? MessageType = Setting?[0].Split('@') is [_, var type] ? type : null;
    static int _countdown = Setting is [_, var count] ? int.Parse(count, CultureInfo.InvariantCulture) : 1;

    /// <summary>The process passes a boundary with messages of these types, named by their classes or their URNs.</summary>
    public static void Pass(string boundary, params IReadOnlyCollection<string> messageTypes)
    {
        if (Boundary is null || Boundary != boundary || (MessageType is not null && !messageTypes.Any(IsMeant)))
            return;
        if (Interlocked.Decrement(ref _countdown) == 0)
            Process.GetCurrentProcess().Kill();
    }

    static bool IsMeant(string messageType) => messageType.Split(';')[0].Split('.', ':')[^1] == MessageType;
}

using System.Diagnostics;
using System.Globalization;

namespace Sagas.Transactions;

/// <summary>
/// Kills the process at a durable boundary, for tests that prove that nothing is lost there. Armed by the environment variable <c>SAGAS_FAILPOINT</c>, such as
/// <c>before-commit:3</c> for the third time that the boundary is reached; otherwise a comparison with null.
/// </summary>
static class FailPoint
{
    public const string Received = "received";
    public const string BeforeCommit = "before-commit";
    public const string AfterCommit = "after-commit";
    public const string AfterSend = "after-send";
    public const string BeforeDelete = "before-delete";

    static readonly string? Armed = Environment.GetEnvironmentVariable("SAGAS_FAILPOINT")?.Split(':')[0];
    static int _countdown = Countdown();

    /// <summary>The process passes a boundary.</summary>
    public static void Pass(string boundary)
    {
        if (Armed is not null && Armed == boundary && Interlocked.Decrement(ref _countdown) == 0)
            Process.GetCurrentProcess().Kill();
    }

    static int Countdown() =>
        Environment.GetEnvironmentVariable("SAGAS_FAILPOINT")?.Split(':') is [_, var count] ? int.Parse(count, CultureInfo.InvariantCulture) : 1;
}

namespace Sagas.EventStore.Tests;

/// <summary>Whether the full counts are run: ./test.sh --long.</summary>
static class Long
{
    internal static bool Is => Environment.GetEnvironmentVariable("SAGAS_LONG") == "1";
}

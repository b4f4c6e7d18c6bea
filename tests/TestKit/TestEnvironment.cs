namespace Sagas.TestKit;

static class TestEnvironment
{
    /// <summary>A missing server fails a test; skipping would report success for what was never tried.</summary>
    public static string Require(string variable) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } value
            ? value
            : throw new InvalidOperationException(
                $"{variable} is not set. Run ./test.sh, or: eng/services.sh start .run/test && source .run/test/env");
}

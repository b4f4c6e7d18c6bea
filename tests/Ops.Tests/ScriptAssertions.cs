namespace Sagas.Ops.Tests;

static class ScriptAssertions
{
    public static void ShouldSucceed(this (int ExitCode, string Output) script) => script.ExitCode.ShouldBe(0, script.Output);
}

namespace Sagas.TestKit.Tests;

public sealed class When_a_program_runs_as_a_child
{
    [Fact]
    public async Task Its_output_is_waited_for_and_kept()
    {
        await using var child = Shell("echo $GREETING; echo trouble >&2; exec sleep 600", ("GREETING", "good morning"));

        await child.WaitForOutputAsync("good morning");
        await child.WaitForOutputAsync("trouble");

        child.HasExited.ShouldBeFalse();
    }

    [Fact]
    public async Task Its_last_words_are_heard() => await Shell("echo one; echo last; exit 3").WaitForOutputAsync("last");

    [Fact]
    public async Task Its_exit_code_is_known()
    {
        await using var child = Shell("exit 3");

        (await child.WaitForExitAsync()).ShouldBe(3);
    }

    [Fact]
    public async Task Its_end_is_no_reason_to_wait_longer()
    {
        await using var child = Shell("echo cannot start; exit 3");

        var failure = await Assert.ThrowsAsync<ShouldAssertException>(() => child.WaitForOutputAsync("ready", TimeSpan.FromMinutes(5)));

        failure.Message.ShouldContain("ended with 3");
        failure.Message.ShouldContain("cannot start");
    }

    [Fact]
    public async Task A_kill_ends_it_and_what_it_started_without_a_word()
    {
        await using var child = Shell("trap 'echo goodbye' EXIT TERM; sleep 600 & echo $!; echo started; wait");
        await child.WaitForOutputAsync("started");
        var grandchild = int.Parse(child.Output.Split('\n')[0], provider: null);

        await child.KillAsync();

        child.Output.ShouldNotContain("goodbye");
        await Eventually.ShouldAsync(() => Task.FromResult(!ChildProcess.IsRunning(grandchild)), "the grandchild to end");
    }

    [Fact]
    public async Task Its_disposal_ends_it()
    {
        var child = Shell("echo started; exec sleep 600");
        await child.WaitForOutputAsync("started");
        var id = child.Id;

        await child.DisposeAsync();

        ChildProcess.IsRunning(id).ShouldBeFalse();
    }

    static ChildProcess Shell(string script, params (string Name, string Value)[] environment) =>
        ChildProcess.Start("bash", ["-c", script], environment.ToDictionary(pair => pair.Name, pair => (string?)pair.Value));
}

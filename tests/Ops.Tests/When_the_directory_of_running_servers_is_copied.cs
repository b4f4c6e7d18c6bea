using System.Diagnostics;
using Sagas.TestKit;

namespace Sagas.Ops.Tests;

public sealed class When_the_directory_of_running_servers_is_copied
{
    [Fact]
    public async Task Stopping_the_copy_leaves_them_alone()
    {
        await using var original = new ServicesDirectory();
        await using var copy = new ServicesDirectory();
        (await original.StartAsync("postgres")).ShouldSucceed();
        var running = original.Processes();
        Assert.SkipWhen(running.Count == 0, "The servers run as containers here.");

        await using (var cp = ChildProcess.Start("cp", ["-a", original.Path, copy.Path]))
            (await cp.WaitForExitAsync()).ShouldBe(0, cp.Output);
        (await copy.StopAsync()).ShouldSucceed();

        running.ShouldAllBe(process => !Process.GetProcessById(process).HasExited);
    }
}

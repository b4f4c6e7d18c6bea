using System.Diagnostics;

namespace Sagas.TestKit;

/// <summary>A program under test in a process of its own, so that it can be killed as machines kill: without a word.</summary>
public sealed class ChildProcess : IAsyncDisposable
{
    readonly Process process;
    readonly List<string> lines = [];

    ChildProcess(ProcessStartInfo start)
    {
        process = new Process { StartInfo = start };
        process.OutputDataReceived += (_, received) => Keep(received.Data);
        process.ErrorDataReceived += (_, received) => Keep(received.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        process.StandardInput.Close();
    }

    public int Id => process.Id;

    public bool HasExited => process.HasExited;

    /// <summary>Standard output and standard error so far, in the order in which they came.</summary>
    public string Output
    {
        get
        {
            lock (lines)
                return string.Join('\n', lines);
        }
    }

    /// <summary>A process that has ended but was not yet reaped by its parent has no command line.</summary>
    public static bool IsRunning(int id) => File.Exists($"/proc/{id}/cmdline") && File.ReadAllBytes($"/proc/{id}/cmdline").Length > 0;

    /// <param name="environment">Added to this process's own; null removes a variable.</param>
    public static ChildProcess Start(
        string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string?>? environment = null)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string?>())
            start.Environment[name] = value;
        return new ChildProcess(start);
    }

    /// <summary>One of src/, as it was built with these tests, and as it runs where it is installed.</summary>
    public static ChildProcess StartHost(string project, IEnumerable<string> arguments, IReadOnlyDictionary<string, string?>? environment = null) =>
        Start("dotnet", [Repository.AssemblyOf(project), .. arguments], environment);

    /// <summary>The same, to start quickly rather than to work quickly from the start.</summary>
    public static ChildProcess StartHostQuickly(string project, IEnumerable<string> arguments, IReadOnlyDictionary<string, string?>? environment = null) =>
        StartHost(project, arguments, new Dictionary<string, string?>(environment ?? new Dictionary<string, string?>()) { ["DOTNET_TC_QuickJit"] = "1" });

    public Task WaitForOutputAsync(string text, TimeSpan? within = null) =>
        WaitAsync(() => Task.FromResult(Output.Contains(text, StringComparison.Ordinal)), $"the output \"{text}\"", within);

    /// <summary>Until the address answers with success.</summary>
    public async Task WaitForHttpAsync(Uri address, TimeSpan? within = null)
    {
        using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(5) };
        await WaitAsync(() => AnswersAsync(client, address), $"{address} to answer", within);
    }

    /// <summary>Returns the exit code.</summary>
    public async Task<int> WaitForExitAsync(TimeSpan? within = null)
    {
        await Eventually.ShouldAsync(() => Task.FromResult(process.HasExited), "the process to end", within, () => Task.FromResult(Output));
        await process.WaitForExitAsync();
        return process.ExitCode;
    }

    /// <summary>SIGKILL, for it and for the processes that it started.</summary>
    public async Task KillAsync()
    {
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
            await KillAsync();
        process.Dispose();
    }

    void Keep(string? line)
    {
        if (line is null)
            return;
        lock (lines)
            lines.Add(line);
    }

    Task WaitAsync(Func<Task<bool>> condition, string what, TimeSpan? within) =>
        Eventually.ShouldAsync(
            async () => await condition() || (process.HasExited && await HeldAtTheEndAsync(condition, what)),
            what, within, () => Task.FromResult($"the process runs, its output is:\n{Output}"));

    async Task<bool> HeldAtTheEndAsync(Func<Task<bool>> condition, string what)
    {
        // The last lines may arrive after the news of the end; this waits for them.
        await process.WaitForExitAsync();
        return await condition()
            ? true
            : throw new ShouldAssertException($"Waited for {what}, but the process ended with {process.ExitCode}. Its output:\n{Output}");
    }

    static async Task<bool> AnswersAsync(HttpClient client, Uri address)
    {
        try
        {
            using var response = await client.GetAsync(address);
            return response.IsSuccessStatusCode;
        }
        catch (Exception exception) when (Unanswered.Is(exception))
        {
            return false;
        }
    }
}

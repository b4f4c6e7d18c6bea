using Sagas.TestKit;

namespace Sagas.Load.Systems;

/// <summary>A system that takes orders. Disposed, its processes are killed, and what they have written stays.</summary>
/// <param name="name">What results call it.</param>
/// <param name="orders">Where orders are placed.</param>
/// <param name="programs">Its processes by what each does.</param>
/// <param name="ground">Its databases and its virtual host.</param>
sealed class RunningSystem(string name, Uri orders, IReadOnlyDictionary<string, ChildProcess> programs, Ground ground) : IAsyncDisposable
{
    public string Name => name;

    public Uri Orders => orders;

    public IReadOnlyDictionary<string, int> Processes => programs.ToDictionary(program => program.Key, program => program.Value.Id);

    public Ground Ground => ground;

    /// <summary>The last of what its processes have said.</summary>
    public string LastWords => string.Join('\n', programs.SelectMany(program => program.Value.Output.Split('\n').TakeLast(20).Select(line => $"{program.Key}: {line}")));

    public async ValueTask DisposeAsync()
    {
        foreach (var program in programs.Values)
            await program.DisposeAsync();
    }
}

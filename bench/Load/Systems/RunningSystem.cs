using Sagas.Load.Orders;
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

    /// <summary>Waits until its programs answer and there is stock. When one of them does not, all are ended.</summary>
    /// <param name="addresses">Of its programs.</param>
    /// <param name="inventory">Where stock is booked; null where it is there from the start.</param>
    public async Task<RunningSystem> ReadyAsync(IReadOnlyDictionary<string, Uri> addresses, Uri? inventory)
    {
        try
        {
            foreach (var (program, address) in addresses)
                await programs[program].WaitForHttpAsync(new Uri(address, "/health/ready"), TimeSpan.FromMinutes(2));
            if (inventory is not null)
                await Shelves.FillAsync(inventory);
            return this;
        }
        catch
        {
            await DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var program in programs.Values)
            await program.DisposeAsync();
    }
}

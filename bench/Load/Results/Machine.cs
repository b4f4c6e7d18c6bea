using System.Runtime.InteropServices;

namespace Sagas.Load.Results;

/// <summary>What a result was measured on.</summary>
sealed record Machine(int Cores, double MemoryGigabytes, string OperatingSystem, string Runtime)
{
    public static Machine This { get; } = new(
        Environment.ProcessorCount,
        Math.Round(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 1e9, 1),
        RuntimeInformation.OSDescription,
        RuntimeInformation.FrameworkDescription);
}

using System.Globalization;

namespace Sagas.Load.Metering;

/// <summary>A process of this machine and its descendants, as Linux counts them.</summary>
sealed class ProcessTree(int root)
{
    /// <summary>100 ticks a second on every architecture that .NET runs on.</summary>
    static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(10);

    // Fields of /proc/PID/stat behind the name in parentheses, from 0.
    const int Parent = 1, FirstOfTimes = 11, Times = 4;

    /// <summary>The processor time of all of them, of those that have ended too: their parent has taken it over.</summary>
    public TimeSpan Cpu()
    {
        var statuses = Statuses();
        return Tick * Members(statuses).Sum(pid => statuses[pid].Skip(FirstOfTimes).Take(Times).Sum(Number));
    }

    /// <summary>The most memory that the root ever had, in bytes.</summary>
    public long PeakMemory() => Memory("VmHWM:");

    /// <summary>The memory that the root has, in bytes.</summary>
    public long Memory() => Memory("VmRSS:");

    public static int ParentOf(int pid) => (int)Number(Read(pid)![Parent]);

    IEnumerable<int> Members(Dictionary<int, string[]> statuses)
    {
        var children = statuses.ToLookup(process => (int)Number(process.Value[Parent]), process => process.Key);
        var members = new Queue<int>(statuses.ContainsKey(root) ? [root] : []);
        while (members.TryDequeue(out var member))
        {
            yield return member;
            foreach (var child in children[member])
                members.Enqueue(child);
        }
    }

    static Dictionary<int, string[]> Statuses() => Directory.EnumerateDirectories("/proc")
        .Select(directory => int.TryParse(Path.GetFileName(directory), CultureInfo.InvariantCulture, out var pid) ? pid : 0)
        .Where(pid => pid != 0)
        .Select(pid => (pid, status: Read(pid)))
        .Where(process => process.status is not null)
        .ToDictionary(process => process.pid, process => process.status!);

    static string[]? Read(int pid)
    {
        try
        {
            var status = File.ReadAllText($"/proc/{pid}/stat");
            return status[(status.LastIndexOf(')') + 2)..].Split(' ');
        }
        catch (IOException)
        {
            // It has ended since.
            return null;
        }
    }

    long Memory(string field) => 1024 * File.ReadLines($"/proc/{root}/status")
        .Where(line => line.StartsWith(field, StringComparison.Ordinal))
        .Select(line => Number(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2].Trim()))
        .Single();

    static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);
}

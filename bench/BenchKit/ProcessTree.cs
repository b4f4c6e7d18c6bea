using System.Globalization;

namespace Sagas.BenchKit;

/// <summary>A process of this machine and its descendants, as Linux counts them.</summary>
public sealed class ProcessTree(int root)
{
    /// <summary>100 ticks a second on every architecture that .NET runs on.</summary>
    static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(10);

    // Fields of /proc/PID/stat behind the name in parentheses, from 0.
    const int Parent = 1, FirstOfTimes = 11, Times = 4, Threads = 17;

    /// <summary>The processor time of all of them, of those that have ended too: their parent has taken it over.</summary>
    public TimeSpan Cpu()
    {
        var statuses = Statuses();
        return TimeSpan.FromTicks(Members(statuses).Sum(pid => Cpu(pid, statuses[pid]).Ticks));
    }

    /// <summary>The most memory that the root ever had, in bytes.</summary>
    public long PeakMemory() => Memory("VmHWM:");

    /// <summary>The memory that the root has, in bytes.</summary>
    public long Memory() => Memory("VmRSS:");

    /// <summary>How much of each file the root has in memory as it is on the disk, in bytes: programs and libraries, which it shares with others that have mapped the same file.</summary>
    public IReadOnlyDictionary<string, long> FileMemory()
    {
        var files = new Dictionary<string, long>(StringComparer.Ordinal);
        var file = "";
        foreach (var line in File.ReadLines($"/proc/{root}/smaps"))
        {
            var parts = line.Split(' ', 6, StringSplitOptions.RemoveEmptyEntries);
            // Of a mapping first a line with its addresses and, at the end, its file; then its figures, each behind a name and a colon.
            if (!parts[0].EndsWith(':'))
                file = parts.Length == 6 && parts[5].StartsWith('/') && !parts[5].EndsWith("(deleted)", StringComparison.Ordinal) ? parts[5] : "";
            else if (file.Length > 0 && parts[0] is ("Rss:" or "Anonymous:"))
                // Pages that were written to since, relocations mostly, are the process's own.
                files[file] = files.GetValueOrDefault(file) + ((parts[0] == "Rss:" ? 1024 : -1024) * Number(parts[1]));
        }

        return files;
    }

    /// <summary>The server that a backend of PostgreSQL belongs to; null when it is not on this machine.</summary>
    /// <param name="backend">What <c>pg_backend_pid()</c> says.</param>
    public static ProcessTree? OfPostgres(int backend) => Named(backend, "postgres") is { } status ? new ProcessTree((int)Number(status[Parent])) : null;

    /// <summary>A node of RabbitMQ; null when it is not on this machine.</summary>
    /// <param name="node">What the management API gives as <c>os_pid</c>.</param>
    public static ProcessTree? OfRabbitMq(int node) => Named(node, "beam.smp") is null ? null : new ProcessTree(node);

    // In a container, or on another machine, somebody else may have the number here.
    static string[]? Named(int pid, string name) => OperatingSystem.IsLinux() && Read(pid) is { } status && File.ReadAllText($"/proc/{pid}/comm").Trim() == name ? status : null;

    // Its own two times, and those of its children that have ended. Of a process with one thread the scheduler tells its own to the nanosecond.
    static TimeSpan Cpu(int pid, string[] status)
    {
        var times = status[FirstOfTimes..(FirstOfTimes + Times)].Select(Number).ToArray();
        return status[Threads] == "1" && Scheduled(pid) is { } own ? own + (Tick * (times[2] + times[3])) : Tick * times.Sum();
    }

    static TimeSpan? Scheduled(int pid)
    {
        try
        {
            return TimeSpan.FromMicroseconds(Number(File.ReadAllText($"/proc/{pid}/schedstat").Split(' ')[0]) / 1_000.0);
        }
        catch (IOException)
        {
            // It has ended since, or the kernel does not count.
            return null;
        }
    }

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

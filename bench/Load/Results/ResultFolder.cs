using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Sagas.Load.Results;

/// <summary>Keeps results: all that is known as JSON, and what a reader wants as a table.</summary>
sealed class ResultFolder(string directory, TimeProvider clock)
{
    const string Table = """
        | when (UTC) | system | load | mix | | sagas/s | end p50 / p99 / p99.9, ms | answer p50 / p99 / p99.9, ms | CPU s per 1,000 | commits | WAL KB | messages | peak memory MB |
        |---|---|---|---|---|---|---|---|---|---|---|---|---|

        """;

    static readonly JsonSerializerOptions Json = new(JsonSerializerOptions.Web) { WriteIndented = true, Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) } };

    public async Task KeepAsync(LoadResult result)
    {
        var now = clock.GetUtcNow();
        await WriteAsync($"load-{result.System}", "json", Text(now, result));
        var table = Path.Combine(directory, "load.md");
        if (!File.Exists(table))
            await File.WriteAllTextAsync(table, Table);
        await File.AppendAllTextAsync(table, Row(now, result));
    }

    /// <summary>Keeps a result beside its table.</summary>
    public async Task KeepAsync(string name, object result, string table)
    {
        await WriteAsync(name, "json", Text(clock.GetUtcNow(), result));
        await WriteAsync(name, "md", table);
    }

    /// <summary>Keeps a file under its name and the time.</summary>
    public Task WriteAsync(string name, string ending, string content)
    {
        Directory.CreateDirectory(directory);
        return File.WriteAllTextAsync(Path.Combine(directory, string.Create(CultureInfo.InvariantCulture, $"{name}-{clock.GetUtcNow():yyyy-MM-dd-HHmmss}.{ending}")), content);
    }

    static string Text(DateTimeOffset now, object result) => JsonSerializer.Serialize(new { At = now, Machine = Machine.This, Result = result }, Json) + "\n";

    static string Row(DateTimeOffset now, LoadResult result) => string.Create(CultureInfo.InvariantCulture, $"""
        | {now:yyyy-MM-dd HH:mm} | {result.System} | {result.Load} | {Text(result.Mix)} | {(result.Settled ? "settled" : "cold")} | {result.SagasPerSecond:0} | {Text(result.End)} | {Text(result.Answer)} | {result.Cpu.Values.Sum():0.00} ({Text(result.Cpu)}) | {result.Commits:0.00} | {result.LogBytes / 1e3:0.0} | {result.Messages:0.0} | {Text(result.PeakMemory)} |

        """);

    static string Text(Orders.Mix mix) => JsonSerializer.Serialize(mix, Json).Trim('"');

    static string Text(Driving.Percentiles percentiles) => string.Create(CultureInfo.InvariantCulture, $"{percentiles.P50:0.0} / {percentiles.P99:0.0} / {percentiles.P999:0.0}");

    static string Text(IReadOnlyDictionary<string, double> figures) =>
        string.Join(", ", figures.Select(figure => string.Create(CultureInfo.InvariantCulture, $"{figure.Key} {figure.Value:0.##}")));
}

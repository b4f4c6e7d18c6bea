using System.Text.Json;

namespace Sagas.TestKit;

/// <summary>What PostgreSQL says that it did for a query.</summary>
/// <param name="Text">All that it said, as JSON.</param>
/// <param name="Nodes">The nodes of the plan that were executed, from above to below.</param>
/// <param name="Blocks">How many blocks were looked at, wherever they were.</param>
public sealed record QueryPlan(string Text, IReadOnlyList<QueryPlan.Node> Nodes, long Blocks)
{
    /// <summary>Rows that came from tables or their indexes.</summary>
    public long RowsRead => Nodes.Where(node => node.Relation is not null || node.Index is not null).Sum(node => node.Rows + node.RowsFilteredOut);

    /// <summary>Reads the answer to <c>explain (analyze, buffers, format json)</c>.</summary>
    public static QueryPlan Read(string json)
    {
        using var plan = JsonDocument.Parse(json);
        var root = plan.RootElement[0].GetProperty("Plan");
        return new QueryPlan(json, [.. Below(root)], NumberOf(root, "Shared Hit Blocks") + NumberOf(root, "Shared Read Blocks"));
    }

    static IEnumerable<Node> Below(JsonElement node)
    {
        if (NumberOf(node, "Actual Loops") == 0)
            yield break;
        yield return new Node(
            node.GetProperty("Node Type").GetString()!,
            TextOf(node, "Relation Name"),
            TextOf(node, "Index Name"),
            NumberOf(node, "Actual Rows") * NumberOf(node, "Actual Loops"),
            NumberOf(node, "Rows Removed by Filter") + NumberOf(node, "Rows Removed by Index Recheck"));
        if (!node.TryGetProperty("Plans", out var plans))
            yield break;
        foreach (var below in plans.EnumerateArray().SelectMany(Below))
            yield return below;
    }

    static string? TextOf(JsonElement node, string name) => node.TryGetProperty(name, out var text) ? text.GetString() : null;

    static long NumberOf(JsonElement node, string name) => node.TryGetProperty(name, out var number) ? number.GetInt64() : 0;

    /// <summary>A step of the plan.</summary>
    /// <param name="Type">Such as <c>Index Scan</c>.</param>
    /// <param name="Relation">The table that it read.</param>
    /// <param name="Index">The index that it read.</param>
    /// <param name="Rows">How many rows it handed on.</param>
    /// <param name="RowsFilteredOut">How many it read for nothing.</param>
    public sealed record Node(string Type, string? Relation, string? Index, long Rows, long RowsFilteredOut);
}

using Sagas.Contracts.Inventory;

namespace Sagas.Inventory.TakingReturns;

/// <summary>A return as the warehouse sees it.</summary>
public sealed record ReturnView
{
    public required Guid ReturnId { get; init; }

    public required Guid OrderId { get; init; }

    /// <summary>expected, cancelled, received or inspected.</summary>
    public required string State { get; init; }

    public required IReadOnlyList<ReturnLineView> Lines { get; init; }

    public required DateTimeOffset ExpectedAt { get; init; }

    public required DateTimeOffset? ReceivedAt { get; init; }

    public required DateTimeOffset? RestockedAt { get; init; }

    public required DateTimeOffset? WrittenOffAt { get; init; }

    internal static ReturnView Of(Return found, IEnumerable<ReturnLine> lines) => new()
    {
        ReturnId = found.ReturnId,
        OrderId = found.OrderId,
        State = found.State,
        Lines = [.. lines.OrderBy(line => line.Sku, StringComparer.Ordinal).Select(line => new ReturnLineView(line.Sku, line.Quantity, line.Sound, line.Damaged))],
        ExpectedAt = found.ExpectedAt,
        ReceivedAt = found.ReceivedAt,
        RestockedAt = found.RestockedAt,
        WrittenOffAt = found.WrittenOffAt,
    };
}

/// <summary>What comes back of one SKU, and what was found of it.</summary>
public sealed record ReturnLineView(string Sku, int Quantity, int? Sound, int? Damaged);

/// <summary>The body of POST /returns/{returnId}/inspection: what was found, of every line.</summary>
public sealed record PostInspection
{
    public required IReadOnlyList<InspectedLine> Lines { get; init; }

    /// <param name="lines">What was found before.</param>
    internal bool Repeats(IReadOnlyList<ReturnLine> lines) =>
        Lines.All(line => line is not null)
        && Lines.Select(line => (line.Sku, (int?)line.Sound, (int?)line.Damaged)).Order().SequenceEqual(lines.Select(line => (line.Sku, line.Sound, line.Damaged)).Order());

    /// <param name="lines">What came back.</param>
    internal Dictionary<string, string[]> Faults(IReadOnlyList<ReturnLine> lines)
    {
        var faults = new Dictionary<string, string[]>();
        var expected = lines.ToDictionary(line => line.Sku, line => line.Quantity);
        var found = Lines.Where(line => line is not null).ToList();
        if (found.Count != Lines.Count || found.Select(line => line.Sku).Distinct().Count() != found.Count || !expected.Keys.ToHashSet().SetEquals(found.Select(line => line.Sku)))
            faults["lines"] = [$"An inspection names each SKU that came back once: {string.Join(", ", expected.Keys)}."];
        else if (found.FirstOrDefault(line => line.Sound < 0 || line.Damaged < 0 || (long)line.Sound + line.Damaged != expected[line.Sku]) is { } wrong)
            faults["lines"] = [$"Of {wrong.Sku} {expected[wrong.Sku]} came back, so sound and damaged are {expected[wrong.Sku]} together, none below 0."];
        return faults;
    }
}

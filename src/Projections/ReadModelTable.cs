namespace Sagas.Projections;

/// <summary>A table of a read model. It has a column <c>slot</c> and is partitioned by list of it, with a partition <c>{name}_a</c> and one <c>{name}_b</c>.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Key">The columns that tell its rows of one slot apart, as SQL, such as <c>customer_id, day</c>.</param>
public sealed record ReadModelTable(string Name, string Key)
{
    /// <summary>
    /// Which rows a rebuild compares, as SQL, such as <c>orders &lt;&gt; 0</c>; all when it is not given. For sums: whether a row is there that says zero depends on how the events fell into batches.
    /// </summary>
    public string Where { get; init; } = "true";
}

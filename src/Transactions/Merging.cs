namespace Sagas.Transactions;

/// <summary>What several units have of one kind, and can be put together.</summary>
interface IMergeable<T>
    where T : IMergeable<T>
{
    /// <summary>The same, to add others to.</summary>
    T Copy();

    void Add(T others);
}

static class Merging
{
    /// <summary>Adds what another unit has of each kind. What it has stays its own.</summary>
    public static void Merge<T>(this Dictionary<object, T> together, Dictionary<object, T> part)
        where T : IMergeable<T>
    {
        foreach (var (kind, others) in part)
        {
            if (together.TryGetValue(kind, out var mine))
                mine.Add(others);
            else
                together.Add(kind, others.Copy());
        }
    }
}

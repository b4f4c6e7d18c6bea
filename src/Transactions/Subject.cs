namespace Sagas.Transactions;

/// <summary>
/// What a unit of work is about: one saga instance, for example. Units with the same subject are never written by the same transaction, and are
/// written in the order in which they finished.
/// </summary>
/// <param name="Kind">The subject's kind, such as the saga's type name.</param>
/// <param name="Id">The subject's id, such as the saga's correlation id.</param>
public sealed record Subject(string Kind, Guid Id)
{
    /// <summary>The kind and the id, for logs.</summary>
    public override string ToString() => $"{Kind} {Id}";
}

namespace Sagas.Projections;

/// <summary>The indexes of a slot that only queries need, as statements with the slot as $1. They are run by the role that rebuilds.</summary>
/// <param name="Drop">Drops those that are there, of a slot that is not live, such as <c>select drop_order_indexes($1)</c>.</param>
/// <param name="Build">
/// Build those that are not there: one index each, because each statement is a transaction of its own, and as long as one that builds lasts nobody who follows all events gets further.
/// </param>
public sealed record SlotIndexes(string Drop, IReadOnlyList<string> Build);

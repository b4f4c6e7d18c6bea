namespace Sagas.Projections;

/// <summary>The indexes of a slot that only queries need, as two statements with the slot as $1. Both are run by the role that rebuilds.</summary>
/// <param name="Drop">Drops those that are there, of a slot that is not live, such as <c>select drop_order_indexes($1)</c>.</param>
/// <param name="Build">Builds those that are not there.</param>
public sealed record SlotIndexes(string Drop, string Build);

using Sagas.AllInOne.Northwind;

namespace Sagas.AllInOne.Ordering;

/// <summary>What the run knows about an order.</summary>
/// <param name="Order">The order.</param>
/// <param name="Id">The API's id for it, once it is placed.</param>
/// <param name="Status">Its last seen status.</param>
/// <param name="Outcome">How it ended; null while it has not.</param>
sealed record OrderRecord(NorthwindOrder Order, Guid? Id = null, string Status = "not placed", string? Outcome = null);

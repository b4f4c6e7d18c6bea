namespace Sagas.Load.Orders;

/// <summary>How the orders of a run are to end.</summary>
enum Mix
{
    /// <summary>Every order goes all the way.</summary>
    Confirmed,

    /// <summary>
    /// As Northwind's orders do: a price that has moved since, a declined card, a country that is not served, or all the way. The shelves never run empty, whatever the length of the run,
    /// so no order lacks stock.
    /// </summary>
    Samples,
}

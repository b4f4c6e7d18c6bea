namespace Sagas.Floor.Hops;

/// <summary>A hop that waits to be written, and somebody who waits for the commit.</summary>
abstract class Arrival(Hop hop)
{
    public Hop Hop { get; } = hop;

    /// <summary>Called after the commit.</summary>
    /// <param name="written">Whether this was the first time; a repeat has written nothing.</param>
    /// <param name="andAllBefore">Nothing that arrived earlier is still open.</param>
    public abstract ValueTask SettleAsync(bool written, bool andAllBefore);
}

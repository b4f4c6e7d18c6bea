namespace Sagas.Hops;

/// <summary>What is handed on. A relay has as many legs as an order has messages to its saga and back.</summary>
public sealed record Baton(Guid RelayId, int Leg)
{
    public const int Legs = 8;

    public bool IsLast => Leg == Legs;

    public Baton Next() => this with { Leg = Leg + 1 };
}

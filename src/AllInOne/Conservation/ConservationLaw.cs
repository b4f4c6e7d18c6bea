namespace Sagas.AllInOne.Conservation;

/// <param name="Law">What has to be equal.</param>
/// <param name="Measured">How much of it there is.</param>
/// <param name="Breaches">Where it is not equal, in sentences.</param>
public sealed record ConservationLaw(string Law, string Measured, IReadOnlyList<string> Breaches)
{
    public bool Holds => Breaches.Count == 0;
}

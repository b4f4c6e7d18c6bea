namespace Sagas.Load.Comparing;

/// <summary>What each system is put through.</summary>
/// <param name="Sagas">How many orders each measured run has.</param>
/// <param name="InFlight">How many orders are under way at any time, when there is no set rate.</param>
/// <param name="ColdWarmUp">Orders before a cold start is measured.</param>
/// <param name="ColdSagas">Orders of a cold start. With those before it they settle the code.</param>
/// <param name="Settling">So many orders settle code.</param>
sealed record Paces(int Sagas, int InFlight, int ColdWarmUp = 1_500, int ColdSagas = 3_000, int Settling = 4_000)
{
    /// <summary>Very few, to see that it works.</summary>
    public static Paces Smoke { get; } = new(Sagas: 100, InFlight: 20, ColdWarmUp: 20, ColdSagas: 50, Settling: 50);
}

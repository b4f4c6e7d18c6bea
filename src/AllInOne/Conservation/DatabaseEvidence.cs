namespace Sagas.AllInOne.Conservation;

/// <summary>Asks the participants' databases, and gives what is under way the time to arrive.</summary>
sealed class DatabaseEvidence(ConservationAudit audit, TimeProvider clock) : IEvidence
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(250);

    /// <summary>Databases are read one after the other, and a dispatch reaches Inventory after it left Shipping: what does not add up now may in a moment.</summary>
    public async Task<IReadOnlyList<ConservationLaw>> LawsAsync(CancellationToken cancellationToken)
    {
        var begun = clock.GetTimestamp();
        while (true)
        {
            var laws = await audit.CheckAsync(cancellationToken);
            if (laws.All(law => law.Holds) || clock.GetElapsedTime(begun) > Patience)
                return laws;
            await Task.Delay(BetweenLooks, clock, cancellationToken);
        }
    }

    public Task<IReadOnlyDictionary<string, int>> ScarcestStockAsync(CancellationToken cancellationToken) => audit.ScarcestStockAsync(cancellationToken);
}

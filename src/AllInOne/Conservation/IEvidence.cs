namespace Sagas.AllInOne.Conservation;

/// <summary>What the databases of the participants say, without asking the saga.</summary>
interface IEvidence
{
    /// <summary>The conservation laws, once everything that was under way has arrived.</summary>
    Task<IReadOnlyList<ConservationLaw>> LawsAsync(CancellationToken cancellationToken);

    /// <summary>The fewest units of each SKU that were ever free since the first came in.</summary>
    Task<IReadOnlyDictionary<string, int>> ScarcestStockAsync(CancellationToken cancellationToken);
}

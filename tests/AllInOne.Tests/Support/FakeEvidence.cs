using Sagas.AllInOne.Conservation;

namespace Sagas.AllInOne.Tests.Support;

sealed class FakeEvidence(IReadOnlyDictionary<string, int> scarcest, params ConservationLaw[] laws) : IEvidence
{
    public Task<IReadOnlyList<ConservationLaw>> LawsAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<ConservationLaw>>(laws);

    public Task<IReadOnlyDictionary<string, int>> ScarcestStockAsync(CancellationToken cancellationToken) => Task.FromResult(scarcest);
}

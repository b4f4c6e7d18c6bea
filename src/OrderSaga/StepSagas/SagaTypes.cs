using Sagas.OrderSaga.Data;

namespace Sagas.OrderSaga.StepSagas;

/// <summary>The types of saga that there are. Ids are unique among all sagas, so one is found without knowing its type.</summary>
sealed class SagaTypes(IEnumerable<SagaType> types, OrderSagaDbContext database, TimeProvider clock)
{
    public IReadOnlyList<SagaType> All { get; } = [.. types];

    public IEnumerable<string> Steps => All.SelectMany(type => type.Steps);

    public IEnumerable<string> UnderWay => All.SelectMany(type => type.UnderWay).Distinct();

    public async Task<SagaStanding?> FindAsync(Guid sagaId, CancellationToken cancellationToken)
    {
        foreach (var type in All)
        {
            if (await type.FindAsync(database, sagaId, clock.GetUtcNow(), cancellationToken) is { } saga)
                return saga;
        }

        return null;
    }
}

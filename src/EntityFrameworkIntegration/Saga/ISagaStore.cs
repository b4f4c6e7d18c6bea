namespace MassTransit.EntityFrameworkCoreIntegration;

/// <summary>Where the instances of a saga come from and go to in one unit of work.</summary>
interface ISagaStore<TSaga>
{
    /// <summary>Reads those that exist, and whatever else the unit was asked for.</summary>
    Task<IReadOnlyList<TSaga>> LoadAsync(IReadOnlyCollection<Guid> correlationIds, CancellationToken cancellationToken);

    void Insert(TSaga saga);

    void Update(TSaga saga);

    void Delete(TSaga saga);

    /// <summary>Forgets what was done to a saga that is only to be read.</summary>
    void Undo(TSaga saga);
}

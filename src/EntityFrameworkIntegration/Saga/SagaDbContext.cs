using Microsoft.EntityFrameworkCore;

namespace MassTransit.EntityFrameworkCoreIntegration;

/// <summary>A DbContext that maps sagas by their class maps.</summary>
public abstract class SagaDbContext : DbContext
{
    /// <summary>Creates the context.</summary>
    protected SagaDbContext(DbContextOptions options)
        : base(options)
    {
    }

    /// <summary>The class maps of the sagas in this database.</summary>
    protected abstract IEnumerable<ISagaClassMap> Configurations { get; }

    /// <inheritdoc />
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);
        foreach (var configuration in Configurations)
            configuration.Configure(modelBuilder);
    }
}

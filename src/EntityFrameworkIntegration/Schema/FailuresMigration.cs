namespace MassTransit.EntityFrameworkCoreIntegration;

/// <summary>What the dead letters need. Each database with an outbox derives its own migration, to number it.</summary>
public abstract class FailuresMigration() : SqlMigration(typeof(FailuresMigration).Assembly, "0002_failures.sql");

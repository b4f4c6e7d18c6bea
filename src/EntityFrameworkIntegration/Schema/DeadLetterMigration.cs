namespace MassTransit.EntityFrameworkCoreIntegration;

/// <summary>The dead letters. Each database with an outbox that uses them derives its own migration, to number it.</summary>
public abstract class DeadLetterMigration() : SqlMigration(typeof(DeadLetterMigration).Assembly, "0002_dead_letters.sql");

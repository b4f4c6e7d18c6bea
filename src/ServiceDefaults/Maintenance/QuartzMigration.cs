using MassTransit.EntityFrameworkCoreIntegration;

namespace Sagas.ServiceDefaults.Maintenance;

/// <summary>The scheduler's tables. Each service's database derives its own migration, to number it.</summary>
public abstract class QuartzMigration() : SqlMigration(typeof(QuartzMigration).Assembly, "0001_quartz.sql");

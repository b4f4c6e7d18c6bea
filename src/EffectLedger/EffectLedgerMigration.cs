using MassTransit.EntityFrameworkCoreIntegration;

namespace Sagas.EffectLedger;

/// <summary>Creates the ledger's table. A participant derives its own migration from it, with its DbContext and the migration's number as attributes.</summary>
public abstract class EffectLedgerMigration() : SqlMigration(typeof(Effect).Assembly, "0001_effects.sql");

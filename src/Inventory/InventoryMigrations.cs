using MassTransit.EntityFrameworkCoreIntegration;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Sagas.EffectLedger;
using Sagas.ServiceDefaults.Maintenance;

namespace Sagas.Inventory;

[DbContext(typeof(InventoryDbContext))]
[Migration("0001_inbox_and_outbox")]
sealed class InboxAndOutboxMigration() : SqlMigration(InboxAndOutbox);

[DbContext(typeof(InventoryDbContext))]
[Migration("0002_effects")]
sealed class EffectsMigration : EffectLedgerMigration;

[DbContext(typeof(InventoryDbContext))]
[Migration("0003_inventory")]
sealed class InventoryMigration() : SqlMigration(typeof(InventoryMigration).Assembly, "0003_inventory.sql");

[DbContext(typeof(InventoryDbContext))]
[Migration("0004_failures")]
sealed class MessageFailuresMigration : FailuresMigration;

[DbContext(typeof(InventoryDbContext))]
[Migration("0005_quartz")]
sealed class MaintenanceMigration : QuartzMigration;

[DbContext(typeof(InventoryDbContext))]
[Migration("0006_returns")]
sealed class ReturnsMigration() : SqlMigration(typeof(ReturnsMigration).Assembly, "0006_returns.sql");

[DbContext(typeof(InventoryDbContext))]
[Migration("0007_return_addresses")]
sealed class ReturnAddressesMigration() : SqlMigration(typeof(ReturnAddressesMigration).Assembly, "0007_return_addresses.sql");

using MassTransit.EntityFrameworkCoreIntegration;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Sagas.EffectLedger;

namespace Sagas.Inventory;

/// <summary>The migrations of Inventory's database, in the order of their numbers.</summary>
static class InventoryMigrations
{
    [DbContext(typeof(InventoryDbContext)), Migration("0001_inbox_and_outbox")]
    sealed class InboxAndOutbox() : SqlMigration(SqlMigration.InboxAndOutbox.Assembly, SqlMigration.InboxAndOutbox.Resource);

    [DbContext(typeof(InventoryDbContext)), Migration("0002_effects")]
    sealed class Effects() : SqlMigration(EffectLedgerConfigurationExtensions.Migration.Assembly, EffectLedgerConfigurationExtensions.Migration.Resource);

    [DbContext(typeof(InventoryDbContext)), Migration("0003_inventory")]
    sealed class Inventory() : SqlMigration(typeof(InventoryMigrations).Assembly, "0001_inventory.sql");
}

using MassTransit.EntityFrameworkCoreIntegration;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Sagas.EffectLedger;

namespace Sagas.Shipping;

[DbContext(typeof(ShippingDbContext))]
[Migration("0001_inbox_and_outbox")]
sealed class InboxAndOutboxMigration() : SqlMigration(InboxAndOutbox);

[DbContext(typeof(ShippingDbContext))]
[Migration("0002_effects")]
sealed class EffectsMigration : EffectLedgerMigration;

[DbContext(typeof(ShippingDbContext))]
[Migration("0003_shipping")]
sealed class ShippingMigration() : SqlMigration(typeof(ShippingMigration).Assembly, "0003_shipping.sql");

[DbContext(typeof(ShippingDbContext))]
[Migration("0004_failures")]
sealed class MessageFailuresMigration : FailuresMigration;

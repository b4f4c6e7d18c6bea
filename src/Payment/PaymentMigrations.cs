using MassTransit.EntityFrameworkCoreIntegration;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Sagas.EffectLedger;

namespace Sagas.Payment;

[DbContext(typeof(PaymentDbContext))]
[Migration("0001_inbox_and_outbox")]
sealed class InboxAndOutboxMigration() : SqlMigration(InboxAndOutbox);

[DbContext(typeof(PaymentDbContext))]
[Migration("0002_effects")]
sealed class EffectsMigration : EffectLedgerMigration;

[DbContext(typeof(PaymentDbContext))]
[Migration("0003_payment")]
sealed class PaymentMigration() : SqlMigration(typeof(PaymentMigration).Assembly, "0003_payment.sql");

[DbContext(typeof(PaymentDbContext))]
[Migration("0004_failures")]
sealed class MessageFailuresMigration : FailuresMigration;

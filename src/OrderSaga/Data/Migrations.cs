using MassTransit.EntityFrameworkCoreIntegration;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Sagas.EventStore;
using Sagas.Projections;
using Sagas.SagaTimeline;
using Sagas.ServiceDefaults.Maintenance;

namespace Sagas.OrderSaga.Data;

[DbContext(typeof(OrderSagaDbContext))]
[Migration("0001_inbox_and_outbox")]
sealed class InboxAndOutboxMigration() : SqlMigration(InboxAndOutbox);

[DbContext(typeof(OrderSagaDbContext))]
[Migration("0002_event_store")]
sealed class EventStoreMigration() : SqlMigration(EventStoreSchema.Text(1, 3));

[DbContext(typeof(OrderSagaDbContext))]
[Migration("0003_saga_timeline")]
sealed class SagaTimelineMigration() : SqlMigration(SagaTimelineSchema.Tables.Assembly, SagaTimelineSchema.Tables.Resource);

[DbContext(typeof(OrderSagaDbContext))]
[Migration("0004_place_order")]
sealed class PlaceOrderMigration() : SqlMigration(typeof(PlaceOrderMigration).Assembly, "0004_place_order.sql");

[DbContext(typeof(OrderSagaDbContext))]
[Migration("0005_failures")]
sealed class MessageFailuresMigration : FailuresMigration;

[DbContext(typeof(OrderSagaDbContext))]
[Migration("0006_compensation")]
sealed class CompensationMigration() : SqlMigration(typeof(CompensationMigration).Assembly, "0006_compensation.sql");

[DbContext(typeof(OrderSagaDbContext))]
[Migration("0007_quartz")]
sealed class MaintenanceMigration : QuartzMigration;

[DbContext(typeof(OrderSagaDbContext))]
[Migration("0008_event_store_archive")]
sealed class EventStoreArchiveMigration() : SqlMigration(EventStoreSchema.Text(4, 6));

[DbContext(typeof(OrderSagaDbContext))]
[Migration("0009_return_order")]
sealed class ReturnOrderMigration() : SqlMigration(typeof(ReturnOrderMigration).Assembly, "0009_return_order.sql");

[DbContext(typeof(OrderSagaDbContext))]
[Migration("0010_explorer")]
sealed class ExplorerMigration() : SqlMigration(typeof(ExplorerMigration).Assembly, "0010_explorer.sql");

[DbContext(typeof(OrderSagaDbContext))]
[Migration("0011_definitions")]
sealed class DefinitionsMigration() : SqlMigration(typeof(DefinitionsMigration).Assembly, "0011_definitions.sql");

[DbContext(typeof(OrderSagaDbContext))]
[Migration("0012_search")]
sealed class SearchMigration() : SqlMigration(typeof(SearchMigration).Assembly, "0012_search.sql");

[DbContext(typeof(OrderSagaDbContext))]
[Migration("0013_event_store_tenants")]
sealed class EventStoreTenantsMigration() : SqlMigration(EventStoreSchema.Text(7, 7));

[DbContext(typeof(OrderSagaDbContext))]
[Migration("0014_projections")]
sealed class ProjectionsMigration() : SqlMigration(ProjectionsSchema.Tables.Assembly, ProjectionsSchema.Tables.Resource);

[DbContext(typeof(OrderSagaDbContext))]
[Migration("0015_read_side")]
sealed class ReadSideMigration() : SqlMigration(typeof(ReadSideMigration).Assembly, "0015_read_side.sql");

[DbContext(typeof(OrderSagaDbContext))]
[Migration("0016_event_store_endings_and_erasure")]
sealed class EventStoreEndingsAndErasureMigration() : SqlMigration(EventStoreSchema.Text(8, 8));

[DbContext(typeof(OrderSagaDbContext))]
[Migration("0017_counts_and_tenants")]
sealed class CountsAndTenantsMigration() : SqlMigration(typeof(CountsAndTenantsMigration).Assembly, "0017_counts_and_tenants.sql");

[DbContext(typeof(OrderSagaDbContext))]
[Migration("0018_read_side_indexes")]
sealed class ReadSideIndexesMigration() : SqlMigration(typeof(ReadSideIndexesMigration).Assembly, "0018_read_side_indexes.sql");

[DbContext(typeof(OrderSagaDbContext))]
[Migration("0019_one_slot_index_at_a_time")]
sealed class OneSlotIndexAtATimeMigration() : SqlMigration(typeof(OneSlotIndexAtATimeMigration).Assembly, "0019_one_slot_index_at_a_time.sql");

[DbContext(typeof(OrderSagaDbContext))]
[Migration("0020_projection_replays")]
sealed class ProjectionReplaysMigration() : SqlMigration(ProjectionsSchema.Replays.Assembly, ProjectionsSchema.Replays.Resource);

[DbContext(typeof(OrderSagaDbContext))]
[Migration("0021_states_as_they_are_written")]
sealed class StatesAsTheyAreWrittenMigration() : SqlMigration(typeof(StatesAsTheyAreWrittenMigration).Assembly, "0021_states_as_they_are_written.sql")
{
    protected override bool CommitsAsItGoes => true;
}

[DbContext(typeof(OrderSagaDbContext))]
[Migration("0022_event_store_erasure")]
sealed class EventStoreErasureMigration() : SqlMigration(EventStoreSchema.Text(9, 9));

[DbContext(typeof(OrderSagaDbContext))]
[Migration("0023_rebuilds_copy")]
sealed class RebuildsCopyMigration() : SqlMigration(typeof(RebuildsCopyMigration).Assembly, "0023_rebuilds_copy.sql");

[DbContext(typeof(OrderSagaDbContext))]
[Migration("0024_large_totals")]
sealed class LargeTotalsMigration() : SqlMigration(typeof(LargeTotalsMigration).Assembly, "0024_large_totals.sql");

using System.Text.Json;
using Npgsql;
using NpgsqlTypes;
using Sagas.Projections;

namespace Sagas.OrderSaga.ReadSide;

/// <summary>Writes rows that are not there yet with COPY: for thousands of them that costs a fraction of an INSERT, and for a few it is one round trip too many.</summary>
static class NewOrderRows
{
    const string Summaries =
        """
        copy order_summaries (slot, order_id, tenant, customer_id, status, placed_at, changed_at, ended_at, total, currency, lines, carrier, tracking_number, version, state)
        from stdin (format binary)
        """;

    const string Statuses = "copy order_status_history (slot, order_id, version, tenant, status, came_from, entered_at, left_at) from stdin (format binary)";

    public static async Task CopySummariesAsync(ProjectionBatch batch, IEnumerable<OrderChange> changes, JsonSerializerOptions json, CancellationToken cancellationToken)
    {
        await using var copy = await batch.Connection.BeginBinaryImportAsync(Summaries, cancellationToken);
        foreach (var change in changes)
        {
            var (after, order) = (change.After, change.After.State);
            await copy.StartRowAsync(cancellationToken);
            await copy.WriteAsync(batch.Slot, NpgsqlDbType.Text, cancellationToken);
            await copy.WriteAsync(change.OrderId, NpgsqlDbType.Uuid, cancellationToken);
            await copy.WriteAsync(after.Tenant, NpgsqlDbType.Text, cancellationToken);
            await copy.WriteAsync(order.CustomerId!, NpgsqlDbType.Text, cancellationToken);
            await copy.WriteAsync(order.Status.ToString(), NpgsqlDbType.Text, cancellationToken);
            await copy.WriteAsync(after.PlacedAt, NpgsqlDbType.TimestampTz, cancellationToken);
            await copy.WriteAsync(after.ChangedAt, NpgsqlDbType.TimestampTz, cancellationToken);
            await copy.WriteAsync(after.EndedAt, NpgsqlDbType.TimestampTz, cancellationToken);
            await copy.WriteAsync(order.Reservation.Total?.Amount, NpgsqlDbType.Numeric, cancellationToken);
            await copy.WriteAsync(order.Reservation.Total?.Currency, NpgsqlDbType.Text, cancellationToken);
            await copy.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(order.Lines, json), NpgsqlDbType.Jsonb, cancellationToken);
            await copy.WriteAsync(order.Shipment.Carrier, NpgsqlDbType.Text, cancellationToken);
            await copy.WriteAsync(order.Shipment.TrackingNumber, NpgsqlDbType.Text, cancellationToken);
            await copy.WriteAsync(after.Version, NpgsqlDbType.Bigint, cancellationToken);
            await copy.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(order, json), NpgsqlDbType.Jsonb, cancellationToken);
        }

        await copy.CompleteAsync(cancellationToken);
    }

    public static async Task CopyStatusesAsync(ProjectionBatch batch, IEnumerable<OrderChange> changes, CancellationToken cancellationToken)
    {
        await using var copy = await batch.Connection.BeginBinaryImportAsync(Statuses, cancellationToken);
        foreach (var change in changes)
        {
            foreach (var period in change.Periods)
            {
                await copy.StartRowAsync(cancellationToken);
                await copy.WriteAsync(batch.Slot, NpgsqlDbType.Text, cancellationToken);
                await copy.WriteAsync(change.OrderId, NpgsqlDbType.Uuid, cancellationToken);
                await copy.WriteAsync(period.Version, NpgsqlDbType.Bigint, cancellationToken);
                await copy.WriteAsync(change.After.Tenant, NpgsqlDbType.Text, cancellationToken);
                await copy.WriteAsync(period.Status.ToString(), NpgsqlDbType.Text, cancellationToken);
                await copy.WriteAsync(period.CameFrom?.ToString(), NpgsqlDbType.Text, cancellationToken);
                await copy.WriteAsync(period.EnteredAt, NpgsqlDbType.TimestampTz, cancellationToken);
                await copy.WriteAsync(period.LeftAt, NpgsqlDbType.TimestampTz, cancellationToken);
            }
        }

        await copy.CompleteAsync(cancellationToken);
    }
}

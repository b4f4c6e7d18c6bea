using System.Text.Json;
using Npgsql;
using NpgsqlTypes;
using Sagas.Projections;

namespace Sagas.OrderSaga.ReadSide;

/// <summary>
/// Writes rows that are not there yet with COPY, into the slot's own partitions: for hundreds of them that costs a fraction of an INSERT, and for a few it is one round trip too many. Each
/// value goes into the connection's buffer, which is waited for only when it is full.
/// </summary>
static class NewOrderRows
{
    const string Summaries = "order_id, tenant, customer_id, status, placed_at, changed_at, ended_at, total, currency, lines, carrier, tracking_number, version, state";

    const string Statuses = "order_id, version, tenant, status, came_from, entered_at, left_at";

    public static async Task CopySummariesAsync(ProjectionBatch batch, IEnumerable<OrderChange> changes, JsonSerializerOptions json, CancellationToken cancellationToken)
    {
        await using var copy = await batch.Connection.BeginBinaryImportAsync($"copy order_summaries_{batch.Slot} (slot, {Summaries}) from stdin (format binary)", cancellationToken);
        foreach (var change in changes)
        {
            cancellationToken.ThrowIfCancellationRequested();
            WriteSummary(copy, batch.Slot, change, json);
        }

        await copy.CompleteAsync(cancellationToken);
    }

    public static async Task CopyStatusesAsync(ProjectionBatch batch, IEnumerable<OrderChange> changes, CancellationToken cancellationToken)
    {
        await using var copy = await batch.Connection.BeginBinaryImportAsync($"copy order_status_history_{batch.Slot} (slot, {Statuses}) from stdin (format binary)", cancellationToken);
        foreach (var change in changes)
        {
            cancellationToken.ThrowIfCancellationRequested();
            foreach (var period in change.Periods)
                WriteStatus(copy, batch.Slot, change, period);
        }

        await copy.CompleteAsync(cancellationToken);
    }

    static void WriteSummary(NpgsqlBinaryImporter copy, string slot, OrderChange change, JsonSerializerOptions json)
    {
        var (after, order) = (change.After, change.After.State);
        copy.StartRow();
        copy.Write(slot, NpgsqlDbType.Text);
        copy.Write(change.OrderId, NpgsqlDbType.Uuid);
        copy.Write(after.Tenant, NpgsqlDbType.Text);
        copy.Write(order.CustomerId!, NpgsqlDbType.Text);
        copy.Write(order.Status.ToString(), NpgsqlDbType.Text);
        copy.Write(after.PlacedAt, NpgsqlDbType.TimestampTz);
        copy.Write(after.ChangedAt, NpgsqlDbType.TimestampTz);
        copy.Write(after.EndedAt, NpgsqlDbType.TimestampTz);
        copy.Write(order.Reservation.Total?.Amount, NpgsqlDbType.Numeric);
        copy.Write(order.Reservation.Total?.Currency, NpgsqlDbType.Text);
        copy.Write(JsonSerializer.SerializeToUtf8Bytes(order.Lines, json), NpgsqlDbType.Jsonb);
        copy.Write(order.Shipment.Carrier, NpgsqlDbType.Text);
        copy.Write(order.Shipment.TrackingNumber, NpgsqlDbType.Text);
        copy.Write(after.Version, NpgsqlDbType.Bigint);
        copy.Write(JsonSerializer.SerializeToUtf8Bytes(order, json), NpgsqlDbType.Jsonb);
    }

    static void WriteStatus(NpgsqlBinaryImporter copy, string slot, OrderChange change, StatusPeriod period)
    {
        copy.StartRow();
        copy.Write(slot, NpgsqlDbType.Text);
        copy.Write(change.OrderId, NpgsqlDbType.Uuid);
        copy.Write(period.Version, NpgsqlDbType.Bigint);
        copy.Write(change.After.Tenant, NpgsqlDbType.Text);
        copy.Write(period.Status.ToString(), NpgsqlDbType.Text);
        copy.Write(period.CameFrom?.ToString(), NpgsqlDbType.Text);
        copy.Write(period.EnteredAt, NpgsqlDbType.TimestampTz);
        copy.Write(period.LeftAt, NpgsqlDbType.TimestampTz);
    }
}

using Npgsql;
using Sagas.Contracts.Inventory;
using Sagas.Inventory.ReservingStock;

namespace Sagas.Inventory.Tests;

/// <summary>The statements that change reservations, without the unit of work around them: nothing retries them.</summary>
static class Reservations
{
    public static ReservationChange Of(ReserveStock command) => new ReservationChange.Made(
        command.OrderId, command.SagaId, "default", [.. command.Lines.Select(line => new DecidedLine(line.Sku, line.Quantity, line.Quantity, 10m, "USD"))]);

    public static ReservationChange Undoing(ReserveStock command) => new ReservationChange.Undone(command.OrderId, "default", command.Lines);

    public static async Task WriteAsync(NpgsqlConnection connection, params ReservationChange[] changes)
    {
        var (commands, verify) = ReservationWriter.Instance.Write(changes);
        await using var batch = new NpgsqlBatch(connection);
        foreach (var command in commands)
            batch.BatchCommands.Add(command);
        await batch.ExecuteNonQueryAsync();
        verify?.Invoke();
    }
}

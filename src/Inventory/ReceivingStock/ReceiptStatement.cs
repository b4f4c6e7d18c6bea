using Npgsql;
using Sagas.Inventory.Stock;

namespace Sagas.Inventory.ReceivingStock;

/// <summary>Books a receipt, once per idempotency key.</summary>
/// <remarks>
/// The insert into receipts comes first and waits for a simultaneous request with the same key; when that one commits, nothing is inserted and so nothing is booked. The
/// second statement, whose snapshot is younger, then reads the receipt of the first request. The movement is written from the updated row, which is locked by then: those of a SKU are numbered in the order in
/// which they happened.
/// </remarks>
static class ReceiptStatement
{
    const string Book = $"""
        with receipt as (
          insert into receipts (receipt_id, sku, quantity, idempotency_key, received_at)
          select $1, sku, $3, $4, $5 from stock where sku = $2
          on conflict on constraint receipts_idempotency_key do nothing
          returning sku, quantity
        ), booked as (
          update stock set available = stock.available + receipt.quantity from receipt where stock.sku = receipt.sku
          returning receipt.sku, receipt.quantity
        )
        insert into movements (sku, kind, quantity) select sku, '{MovementKind.Receipt}', quantity from booked
        """;

    const string Find = "select receipt_id, sku, quantity, received_at from receipts where receipt_id = $1 or (tenant = 'default' and idempotency_key = $2)";

    /// <returns>The receipt that the key stands for, which may be an earlier one; <c>null</c> when there is no such SKU.</returns>
    public static async Task<Receipt?> BookAsync(NpgsqlConnection connection, Receipt receipt, string? idempotencyKey, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(new NpgsqlBatchCommand(Book)
        {
            Parameters =
            {
                new NpgsqlParameter<Guid> { TypedValue = receipt.ReceiptId },
                new NpgsqlParameter<string> { TypedValue = receipt.Sku },
                new NpgsqlParameter<int> { TypedValue = receipt.Quantity },
                new NpgsqlParameter<string?> { TypedValue = idempotencyKey },
                new NpgsqlParameter<DateTimeOffset> { TypedValue = receipt.ReceivedAt },
            },
        });
        batch.BatchCommands.Add(new NpgsqlBatchCommand(Find)
        {
            Parameters = { new NpgsqlParameter<Guid> { TypedValue = receipt.ReceiptId }, new NpgsqlParameter<string?> { TypedValue = idempotencyKey } },
        });
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? Read(reader) : null;
    }

    static Receipt Read(NpgsqlDataReader reader) => new()
    {
        ReceiptId = reader.GetGuid(0),
        Sku = reader.GetString(1),
        Quantity = reader.GetInt32(2),
        ReceivedAt = reader.GetFieldValue<DateTimeOffset>(3),
    };
}

using Npgsql;
using NpgsqlTypes;
using Sagas.Transactions;

namespace Sagas.Inventory.ReservingStock;

/// <summary>Reads prices and what is free, by SKU. The price is the catalogue's at that moment.</summary>
/// <remarks>
/// A lock keeps what is free; prices are not locked. Rows are locked in SKU order, as <see cref="ReservationWriter" /> does.
/// </remarks>
sealed class OfferLoader : IRowLoader<string, Offer>
{
    const string Lock = "select sku from stock where sku = any($1) order by sku for update";

    const string Read = "select sku, unit_price, currency, coalesce(available, 0) from products left join stock using (sku) where sku = any($1)";

    public static readonly OfferLoader Instance = new();

    public Rank Rank => Rank.Business;

    public LoadStatements<string, Offer> Load(IReadOnlyList<string> keys, bool locking)
    {
        var read = new LoadStatements<string, Offer>([For(Read, keys)], ReadAsync);
        return locking ? read.After(For(Lock, keys)) : read;
    }

    static async Task<IReadOnlyDictionary<string, Offer>> ReadAsync(NpgsqlDataReader reader, CancellationToken cancellationToken)
    {
        var offers = new Dictionary<string, Offer>();
        while (await reader.ReadAsync(cancellationToken))
            offers.Add(reader.GetString(0), new Offer(reader.GetDecimal(1), reader.GetString(2), reader.GetInt64(3)));
        return offers;
    }

    static NpgsqlBatchCommand For(string sql, IReadOnlyList<string> skus) => new NpgsqlBatchCommand(sql).WithColumn(NpgsqlDbType.Text, skus);
}

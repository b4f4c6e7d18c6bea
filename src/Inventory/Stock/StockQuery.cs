using Microsoft.EntityFrameworkCore;
using Sagas.Inventory.Catalogue;

namespace Sagas.Inventory.Stock;

/// <summary>Reads products with what there is of them. One statement each, so that the numbers of an answer belong together.</summary>
static class StockQuery
{
    public static async Task<List<StockLevel>> ListAsync(InventoryDbContext database, StockPage page, CancellationToken cancellationToken)
    {
        var rows = Rows(database);
        if (page.After is { } after)
            rows = rows.Where(row => row.Stock.Sku.CompareTo(after) > 0);
        return (await rows.OrderBy(row => row.Stock.Sku).Take(page.Size).ToListAsync(cancellationToken)).ConvertAll(Level);
    }

    public static async Task<StockLevel?> FindAsync(InventoryDbContext database, string sku, CancellationToken cancellationToken) =>
        await Rows(database).SingleOrDefaultAsync(row => row.Stock.Sku == sku, cancellationToken) is { } row ? Level(row) : null;

    static IQueryable<Row> Rows(InventoryDbContext database) =>
        from stock in database.Stock.AsNoTracking()
        join product in database.Products.AsNoTracking() on stock.Sku equals product.Sku
        select new Row
        {
            Stock = stock,
            Product = product,
            Received = database.Receipts.Where(receipt => receipt.Sku == stock.Sku).Sum(receipt => (long)receipt.Quantity),
            Returned = database.Movements
                .Where(movement => movement.Sku == stock.Sku && (movement.Kind == MovementKind.Restock || movement.Kind == MovementKind.WriteOff))
                .Sum(movement => (long)movement.Quantity),
        };

    static StockLevel Level(Row row) => new()
    {
        Sku = row.Stock.Sku,
        Name = row.Product.Name,
        UnitPrice = row.Product.Price,
        Discontinued = row.Product.Discontinued,
        Received = row.Received,
        Available = row.Stock.Available,
        Reserved = row.Stock.Reserved,
        Shipped = row.Stock.Shipped,
        Returned = row.Returned,
        WrittenOff = row.Stock.WrittenOff,
    };

    sealed class Row
    {
        public required StockRow Stock { get; init; }

        public required Product Product { get; init; }

        public required long Received { get; init; }

        public required long Returned { get; init; }
    }
}

using Sagas.AllInOne.Api;
using Sagas.AllInOne.Northwind;

namespace Sagas.AllInOne.Ordering;

/// <summary>Puts the catalogue in and fills the stock. Run again, it changes nothing.</summary>
sealed class Shelves(SagasApi api, NorthwindData data)
{
    public async Task FillAsync(CancellationToken cancellationToken)
    {
        var stock = data.StartingStock();
        var concurrency = new ParallelOptions { MaxDegreeOfParallelism = 4, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(data.Products, concurrency, async (product, token) =>
        {
            await api.PutProductAsync(product, token);
            if (stock[product.Sku] > 0)
                await api.ReceiveStockAsync(product.Sku, stock[product.Sku], $"northwind-{product.Sku}", token);
        });
    }
}

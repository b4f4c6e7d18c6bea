using Sagas.Contracts;
using Sagas.Contracts.Inventory;

namespace Sagas.Inventory.ReservingStock;

/// <summary>The replies to ReserveStock.</summary>
static class ReservationReplies
{
    public static StockReserved Reserved(this ReserveStock command, IReadOnlyList<DecidedLine> lines)
    {
        var reserved = lines.Select(Price).ToList();
        return new StockReserved
        {
            SagaId = command.SagaId,
            OrderId = command.OrderId,
            EffectKey = command.EffectKey,
            Lines = reserved,
            Total = new Money(reserved.Sum(line => line.LineTotal.Amount), reserved[0].LineTotal.Currency),
        };
    }

    public static StockUnavailable Unavailable(this ReserveStock command, string reason, IReadOnlyList<DecidedLine> lines) => new()
    {
        SagaId = command.SagaId,
        OrderId = command.OrderId,
        EffectKey = command.EffectKey,
        Reason = reason,
        Shortages = [.. Shortages(reason, lines).Select(line => new Shortage { Sku = line.Sku, Requested = line.Quantity, Available = (int)line.Available })],
    };

    /// <summary>Rounded here, once per line, and nowhere else.</summary>
    static ReservedLine Price(DecidedLine line) => new()
    {
        Sku = line.Sku,
        Quantity = line.Quantity,
        UnitPrice = new Money(Currency.Plain(line.UnitPrice!.Value, line.Currency!), line.Currency!),
        LineTotal = new Money(Currency.Round(line.Quantity * line.UnitPrice.Value, line.Currency!), line.Currency!),
    };

    static IEnumerable<DecidedLine> Shortages(string reason, IReadOnlyList<DecidedLine> lines) => reason switch
    {
        StockRefusal.OutOfStock => lines.Where(line => line.FallsShort),
        StockRefusal.UnknownSku => lines.Where(line => line.UnitPrice is null),
        _ => [],
    };
}

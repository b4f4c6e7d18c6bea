using System.Globalization;

namespace Sagas.OrderSaga.ReadSide;

/// <summary>An order's place in lists, which never changes.</summary>
sealed record OrderCursor(DateTimeOffset PlacedAt, Guid OrderId)
{
    public override string ToString() => $"{PlacedAt.UtcDateTime.ToString("O", CultureInfo.InvariantCulture)}_{OrderId:D}";

    public static bool TryParse(string text, out OrderCursor? cursor)
    {
        cursor = text.Split('_') is [var placed, var id]
            && DateTimeOffset.TryParseExact(placed, "O", CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal, out var placedAt)
            && Guid.TryParseExact(id, "D", out var orderId)
            ? new OrderCursor(placedAt.ToUniversalTime(), orderId)
            : null;
        return cursor is not null;
    }
}

namespace Sagas.Floor.Orders;

/// <summary>The body of <c>POST /orders</c>.</summary>
sealed record Place(string CustomerId, OrderLine[] Lines, Address ShipTo, string PaymentToken);

/// <summary>Its answer.</summary>
sealed record Placed(Guid OrderId);

using System.Text.Json.Serialization;

namespace Sagas.Floor.Orders;

/// <summary>An order as far as it has come. It travels with every message, so that no hop has to read what an earlier one knew.</summary>
sealed record Order
{
    public required Guid OrderId { get; init; }

    public required string CustomerId { get; init; }

    public required OrderLine[] Lines { get; init; }

    public required Address ShipTo { get; init; }

    public required string PaymentToken { get; init; }

    public decimal Total { get; init; }

    public string? GatewayReference { get; init; }

    public Guid? ShipmentId { get; init; }

    public string? Carrier { get; init; }

    public string? TrackingNumber { get; init; }
}

sealed record OrderLine(string Sku, int Quantity, decimal? UnitPrice = null);

sealed record Address(string Name, string Street, string City, string? Region, string? PostalCode, string Country);

/// <summary>What is personal in an order's first event.</summary>
sealed record Personal([property: JsonPropertyName("/shipTo")] Address ShipTo);

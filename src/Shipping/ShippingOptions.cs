using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Sagas.Shipping;

/// <summary>The settings under <c>Shipping</c>.</summary>
public sealed class ShippingOptions
{
    public const string Section = "Shipping";

    static readonly string[] DefaultCountries =
    [
        "Austria", "Belgium", "Brazil", "Canada", "Denmark", "Finland", "France", "Germany", "Ireland", "Italy", "Mexico", "Spain", "Sweden", "Switzerland", "UK", "USA",
        "Venezuela",
    ];

    static readonly string[] DefaultCarriers = ["Speedy Express", "United Package", "Federal Shipping"];

    /// <summary>
    /// The countries that shipments go to, by their English names; left out, most of those that Northwind delivers to. The default is not an initial value: configuration adds to a
    /// list that is there, instead of replacing it.
    /// </summary>
    public IReadOnlyList<string>? ServedCountries { get; set; }

    /// <summary>Who carries the parcels, in turn; left out, Northwind's three.</summary>
    [MinLength(1)]
    public IReadOnlyList<string>? Carriers { get; set; }

    /// <summary>How many commands are handled at once. They share transactions: fewer make the groups smaller, and each command dearer.</summary>
    [Range(1, 500)]
    public int ConcurrentMessages { get; set; } = 32;

    [ValidateObjectMembers]
    public SimulatedCarrierOptions SimulatedCarrier { get; set; } = new();

    /// <summary>The carrier of an order: the same whenever it is asked.</summary>
    public string CarrierOf(Guid orderId)
    {
        var carriers = Carriers ?? DefaultCarriers;
        return carriers[orderId.ToByteArray()[^1] % carriers.Count];
    }

    public bool Serves(string country) => (ServedCountries ?? DefaultCountries).Contains(country, StringComparer.OrdinalIgnoreCase);
}

/// <summary>A carrier that picks up and delivers by itself, for demonstrations.</summary>
public sealed class SimulatedCarrierOptions
{
    const string AtOnce = "00:00:00", Shortest = "00:00:00.001", Longest = "7.00:00:00";

    public bool Enabled { get; set; }

    /// <summary>How long a parcel waits to be picked up.</summary>
    [Range(typeof(TimeSpan), AtOnce, Longest, ParseLimitsInInvariantCulture = true)]
    public TimeSpan DispatchAfter { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>How long it is on its way.</summary>
    [Range(typeof(TimeSpan), AtOnce, Longest, ParseLimitsInInvariantCulture = true)]
    public TimeSpan DeliverAfter { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How often the carrier comes by.</summary>
    [Range(typeof(TimeSpan), Shortest, Longest, ParseLimitsInInvariantCulture = true)]
    public TimeSpan Interval { get; set; } = TimeSpan.FromMilliseconds(500);
}

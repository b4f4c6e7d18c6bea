namespace Sagas.Contracts;

/// <summary>Where a shipment goes.</summary>
[Personal]
public sealed record PostalAddress
{
    /// <summary>The person or company that receives the goods.</summary>
    public required string Name { get; init; }

    /// <summary>Street and house number.</summary>
    public required string Street { get; init; }

    /// <summary>The city.</summary>
    public required string City { get; init; }

    /// <summary>State, province or county, where the country uses one.</summary>
    public string? Region { get; init; }

    /// <summary>The postal code, where the country uses one.</summary>
    public string? PostalCode { get; init; }

    /// <summary>The country's English name, such as <c>Germany</c>.</summary>
    public required string Country { get; init; }
}

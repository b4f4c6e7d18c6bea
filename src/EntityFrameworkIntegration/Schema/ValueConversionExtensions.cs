using MassTransit.Serialization;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace MassTransit.EntityFrameworkCoreIntegration;

/// <summary>Keeps a property as JSON, written as MassTransit writes it in messages.</summary>
public static class ValueConversionExtensions
{
    /// <summary>Keeps the property as JSON text, in a column of type <c>text</c>, or of <c>jsonb</c> when it is mapped to that.</summary>
    public static PropertyBuilder<T> HasJsonConversion<T>(this PropertyBuilder<T> builder)
        where T : class?
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.HasConversion(new JsonValueConverter<T>(), new JsonValueComparer<T>());
        return builder;
    }
}

// MassTransit's serializer asks for types that are not nullable; EF Core hands no null to either of these.
#pragma warning disable CS8603, CS8634

/// <summary>Converts a property to JSON and back.</summary>
/// <typeparam name="T">The property's type.</typeparam>
public class JsonValueConverter<T>(ConverterMappingHints? mappingHints = null)
    : ValueConverter<T, string>(value => ObjectDeserializer.Serialize(value!), json => ObjectDeserializer.Deserialize<T>(json)!, mappingHints)
    where T : class?;

/// <summary>Compares properties by their JSON, so that a change within an object is seen.</summary>
/// <typeparam name="T">The property's type.</typeparam>
public class JsonValueComparer<T>() : ValueComparer<T>(
    (left, right) => Json(left) == Json(right),
    value => Json(value).GetHashCode(StringComparison.Ordinal),
    value => ObjectDeserializer.Deserialize<T>(Json(value))!)
    where T : class?
{
    static string Json(T? value) => value is null ? "null" : ObjectDeserializer.Serialize(value);
}

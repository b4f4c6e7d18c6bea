using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Sagas.EventStore;

/// <summary>
/// Identifies what a snapshot depends on: the shape of the state, the event types with their versions, and a version of the fold
/// that whoever changes the fold raises.
/// </summary>
static class SnapshotStamp
{
    internal static string Of<TState, TEvent>(EventTypeMap types, int foldVersion)
    {
        var description = new StringBuilder();
        foreach (var type in types.Types.Where(t => t.ClrType.IsAssignableTo(typeof(TEvent))).OrderBy(t => t.Name, StringComparer.Ordinal))
            description.Append(CultureInfo.InvariantCulture, $"{type.Name} {type.SchemaVersion}\n");
        Describe(typeof(TState), types.Json, description, []);

        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(description.ToString()));
        return string.Create(CultureInfo.InvariantCulture, $"{foldVersion}-{Convert.ToHexStringLower(hash.AsSpan(..16))}");
    }

    static void Describe(Type type, JsonSerializerOptions json, StringBuilder description, HashSet<Type> seen)
    {
        if (!seen.Add(type))
            return;

        // ToString, not FullName: the latter carries the versions of assemblies.
        description.Append(CultureInfo.InvariantCulture, $"{type}\n");
        if (type.IsEnum)
            description.AppendJoin('\n', Enum.GetNames(type).Select(name => $"{name} {Enum.Format(type, Enum.Parse(type, name), "d")}")).Append('\n');

        var contract = json.GetTypeInfo(type);
        foreach (var property in contract.Properties)
            description.Append(CultureInfo.InvariantCulture, $"{type}.{property.Name} {property.PropertyType}\n");
        foreach (var inner in Inner(contract))
            Describe(inner, json, description, seen);
    }

    static IEnumerable<Type> Inner(JsonTypeInfo contract) =>
    [
        .. contract.Properties.Select(p => p.PropertyType),
        .. contract.PolymorphismOptions?.DerivedTypes.Select(d => d.DerivedType) ?? [],
        .. new[] { contract.KeyType, contract.ElementType, Nullable.GetUnderlyingType(contract.Type) }.OfType<Type>(),
    ];
}

using System.Text.Json.Nodes;

namespace Sagas.EventStore;

/// <summary>A part of an event that is about a person.</summary>
/// <param name="Path">Where it is, as a JSON pointer (RFC 6901) through objects: <c>/shipTo/name</c>. An array is marked as a whole.</param>
/// <param name="Erased">What stands in its place once it is erased: null, or a value that the type in code accepts.</param>
public sealed record PersonalField(string Path, JsonNode? Erased = null)
{
    /// <summary>A part that reads as null once it is erased.</summary>
    public static implicit operator PersonalField(string path) => new(path);

    /// <summary>A part that reads as null once it is erased.</summary>
    public static PersonalField FromString(string path) => new(path);
}

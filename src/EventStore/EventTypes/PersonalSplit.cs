using System.Text.Json.Nodes;

namespace Sagas.EventStore;

/// <summary>
/// Takes what is personal out of an event and puts it back. The erased marker is left in its place at once, so that an event reads
/// the same way whether a person was erased or not: what is still there is laid over what remains.
/// </summary>
static class PersonalSplit
{
    /// <summary>The personal values by path; null when there are none.</summary>
    internal static JsonObject? Take(IReadOnlyList<PersonalField> fields, JsonObject data)
    {
        JsonObject? personal = null;
        foreach (var field in fields)
        {
            if (Owner(data, field.Path, out var name) is not { } owner || owner[name] is not { } value)
                continue;
            owner[name] = field.Erased?.DeepClone();
            (personal ??= [])[field.Path] = value;
        }

        return personal;
    }

    internal static void PutBack(JsonObject personal, JsonObject data)
    {
        foreach (var (path, value) in personal)
        {
            if (Owner(data, path, out var name) is { } owner)
                owner[name] = value?.DeepClone();
        }
    }

    internal static string[] Segments(string path) => path is ['/', ..]
        ? [.. path[1..].Split('/').Select(s => s.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal))]
        : throw new ArgumentException($"'{path}' is not a JSON pointer. It starts with a slash: /shipTo/name.", nameof(path));

    static JsonObject? Owner(JsonObject data, string path, out string name)
    {
        var segments = Segments(path);
        name = segments[^1];
        var owner = data;
        foreach (var segment in segments[..^1])
            owner = owner?[segment] as JsonObject;
        return owner;
    }
}

using System.Text.Json;

namespace Sagas.Load.Driving;

/// <summary>Finds one member in JSON without reading it into objects: the generator has to be cheap.</summary>
static class JsonMembers
{
    /// <param name="json">An object.</param>
    /// <param name="path">The names that lead to the member.</param>
    public static Guid ReadGuid(ReadOnlySpan<byte> json, params ReadOnlySpan<string> path)
    {
        var reader = new Utf8JsonReader(json);
        reader.Read();
        foreach (var name in path)
            Enter(ref reader, name);
        return reader.GetGuid();
    }

    static void Enter(ref Utf8JsonReader reader, string name)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var found = reader.ValueTextEquals(name);
            reader.Read();
            if (found)
                return;
            reader.Skip();
        }

        throw new JsonException($"There is no member {name}.");
    }
}

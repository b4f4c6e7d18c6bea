using System.Text.Json;
using System.Text.RegularExpressions;

namespace Sagas.ServiceDefaults;

/// <summary>Says in the API's words why the serializer can't read a body: its own words name classes, which a client does not know.</summary>
public static partial class JsonFault
{
    public const string TooDeep = "is nested too deeply. The fields and their types are in /openapi/v1.json.";

    /// <returns>By the path of each field: what is wrong with it, and what would be right.</returns>
    public static IReadOnlyDictionary<string, string> Of(JsonException exception)
    {
        var words = exception.Message.Split(" Path: ")[0];
        var path = exception.Path?.TrimStart('$').TrimStart('.') ?? "";
        if (!words.StartsWith("JSON deserialization for type", StringComparison.Ordinal))
            return new Dictionary<string, string> { [path.Length > 0 ? path : "body"] = Explain(exception, words) };

        // The class stands in quotes before the fields that are missing.
        var prefix = path.Length > 0 ? $"{path}." : "";
        return MissingNames().Matches(words[words.IndexOf("including", StringComparison.Ordinal)..])
            .ToDictionary(name => prefix + name.Groups["name"].Value, _ => "is required. Add it.");
    }

    static string Explain(JsonException exception, string words)
    {
        if (words.StartsWith("The JSON property", StringComparison.Ordinal))
            return "is not a field of this request. Remove it, or check its spelling.";
        if (words.StartsWith("Duplicate property", StringComparison.Ordinal))
            return "stands twice. Keep one.";
        if (words.EndsWith("nullability annotation.", StringComparison.Ordinal))
            return "is null. Give it a value.";
        return exception.InnerException switch
        {
            // The reader's own exception: the text is no JSON. Others are thrown by converters, whose words are ours.
            JsonException when words.StartsWith("The maximum configured depth", StringComparison.Ordinal) => TooDeep,
            JsonException => $"is not valid JSON at line {exception.LineNumber + 1}, position {exception.BytePositionInLine + 1}. Check quotes, commas and brackets there.",
            null when !words.StartsWith("The JSON value could not be converted", StringComparison.Ordinal) => words,
            _ => $"has the wrong type, is null, or is out of range. {Remedy(words)}",
        };
    }

    static string Remedy(string words) => WantedType().Match(words).Groups["type"].Value switch
    {
        "String" => "Give a text in quotes.",
        "Int32" => $"Give a whole number up to {int.MaxValue}, without quotes.",
        "Int64" => $"Give a whole number up to {long.MaxValue}, without quotes.",
        "Boolean" => "Give true or false, without quotes.",
        _ => "The fields and their types are in /openapi/v1.json.",
    };

    [GeneratedRegex("'(?<name>[^']+)'", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex MissingNames();

    [GeneratedRegex(@"^The JSON value could not be converted to (System\.Nullable`1\[)?System\.(?<type>\w+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex WantedType();
}

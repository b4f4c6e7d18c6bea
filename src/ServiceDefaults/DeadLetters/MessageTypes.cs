using System.Text.RegularExpressions;
using MassTransit;

namespace Sagas.ServiceDefaults.DeadLetters;

/// <summary>Finds the class behind a message's type names, which say what may be shown of its values.</summary>
static partial class MessageTypes
{
    /// <returns>The first type that this host knows, or <c>null</c>.</returns>
    public static Type? Find(string urns) => urns.Split(';').Select(FindOne).FirstOrDefault(type => type is not null);

    /// <summary>The first type's name without its namespaces: <c>Fault&lt;ReserveStock&gt;</c>.</summary>
    public static string ShortName(string urns)
    {
        var match = Urn().Match(urns.Split(';')[0]);
        if (!match.Success)
            return urns;
        var argument = match.Groups["argument"];
        return argument.Success ? $"{match.Groups["name"].Value}<{ShortName("urn:message:" + argument.Value)}>" : match.Groups["name"].Value;
    }

    static Type? FindOne(string urn)
    {
        var match = Urn().Match(urn);
        if (!match.Success)
            return null;
        if (!match.Groups["argument"].Success)
            return FindClass($"{match.Groups["namespace"].Value}.{match.Groups["name"].Value}");
        return match.Groups["name"].Value == nameof(Fault) && FindOne("urn:message:" + match.Groups["argument"].Value) is { } message
            ? typeof(Fault<>).MakeGenericType(message)
            : null;
    }

    static Type? FindClass(string name) => AppDomain.CurrentDomain.GetAssemblies()
        .Where(assembly => assembly.GetName().Name?.StartsWith("Sagas.", StringComparison.Ordinal) == true)
        .Select(assembly => assembly.GetType(name)).FirstOrDefault(type => type is not null);

    [GeneratedRegex(@"^urn:message:(?<namespace>[^:]+):(?<name>[^\[]+)(\[\[(?<argument>.+)\]\])?$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Urn();
}

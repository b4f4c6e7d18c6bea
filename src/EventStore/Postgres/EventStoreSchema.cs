namespace Sagas.EventStore;

/// <summary>
/// The tables of the store. The scripts run once each, in order, as role <c>sagas_owner</c>; the services run as <c>sagas_app</c>,
/// which can append but neither change nor delete an event. Both roles exist beforehand. Where streams are archived, so does <c>sagas_archiver</c>.
/// </summary>
public static class EventStoreSchema
{
    /// <summary>The numbered scripts, in order, for whoever runs migrations.</summary>
    public static IReadOnlyList<(string Name, string Text)> Scripts { get; } =
    [
        .. typeof(EventStoreSchema).Assembly.GetManifestResourceNames()
            .Where(name => name.EndsWith(".sql", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(name => (name, Read(name))),
    ];

    /// <summary>The scripts from one number to another, for a migration: what was run once is never run again, and later ones are later migrations.</summary>
    public static string Text(int from, int to) => string.Join('\n', Scripts.Take(to).Skip(from - 1).Select(script => script.Text));

    static string Read(string name)
    {
        using var reader = new StreamReader(typeof(EventStoreSchema).Assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }
}

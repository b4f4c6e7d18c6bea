using System.Reflection;

namespace Sagas.SagaReplay.Tests;

/// <summary>The histories that were exported, and one that nobody ever had.</summary>
static class Histories
{
    /// <summary>Its refusal is told as if the saga had gone on to the shipment.</summary>
    public const string Altered = "altered";

    public static IEnumerable<string> Names => Assembly.GetExecutingAssembly().GetManifestResourceNames().Where(name => name != Altered).Order(StringComparer.Ordinal);

    public static RecordedSaga Of(string name) => RecordedSaga.Parse(Text(name));

    public static string Text(string name)
    {
        using var reader = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }
}

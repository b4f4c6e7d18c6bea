namespace Sagas.SagaTimeline.Tests.Rendering;

/// <summary>Compares a text with the one that was approved by reading it.</summary>
static class Approved
{
    public static void Text(string text, string name)
    {
        var approved = Path.Combine(AppContext.BaseDirectory, "Rendering", "Approved", $"{name}.txt");
        var received = Path.ChangeExtension(approved, ".received.txt");
        Directory.CreateDirectory(Path.GetDirectoryName(received)!);
        File.WriteAllText(received, text);
        File.Exists(approved).ShouldBeTrue($"Nothing is approved yet. When {received} reads well, add it as Rendering/Approved/{name}.txt.");
        text.ShouldBe(File.ReadAllText(approved), $"When {received} reads better, replace Rendering/Approved/{name}.txt by it.");
    }
}

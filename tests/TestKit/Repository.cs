namespace Sagas.TestKit;

public static class Repository
{
    /// <summary>Tests run in tests/X.Tests/bin/CONFIGURATION/FRAMEWORK.</summary>
    public static string Root { get; } = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "../../../../.."));

    /// <summary>The program of a project in src/, built as these tests were.</summary>
    public static string AssemblyOf(string project)
    {
        var framework = new DirectoryInfo(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));
        var assembly = Path.Combine(Root, "src", project, "bin", framework.Parent!.Name, framework.Name, $"Sagas.{project}.dll");
        return File.Exists(assembly) ? assembly : throw new FileNotFoundException($"Build src/{project} first.", assembly);
    }
}

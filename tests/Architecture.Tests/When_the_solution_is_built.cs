namespace Sagas.Architecture.Tests;

public sealed class When_the_solution_is_built
{
    [Fact]
    public void every_project_is_in_it()
    {
        var solution = File.ReadAllText(Path.Combine(Repository.Root, "Sagas.sln")).Replace('\\', '/');

        foreach (var project in new[] { "src", "tests", "bench" }.SelectMany(Repository.Projects))
            solution.ShouldContain(Path.GetRelativePath(Repository.Root, project).Replace('\\', '/'), Case.Sensitive, "Add it: dotnet sln add <project>");
    }

    [Fact]
    public void no_test_sleeps()
    {
        // TestKit's polling is the one place that waits for time to pass, and says why.
        foreach (var source in Repository.Sources("tests").Where(file => !file.Contains("TestKit", StringComparison.Ordinal) && !file.EndsWith("When_the_solution_is_built.cs", StringComparison.Ordinal)))
            File.ReadAllText(source).ShouldNotContain("Task.Delay(", Case.Sensitive, $"{Path.GetFileName(source)} sleeps; wait for a condition");
    }
}

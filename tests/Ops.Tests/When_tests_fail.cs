using Sagas.TestKit;

namespace Sagas.Ops.Tests;

/// <summary>test.sh with a <c>dotnet</c> and servers that are made up: what a project's tests left behind is in front of it as files.</summary>
public sealed class When_tests_fail : IDisposable
{
    const string Dotnet = """
        #!/usr/bin/env bash
        # What the test program would write with -xml, and how it would end.
        [[ $1 == *.dll ]] || exit 0
        project=$(dirname "$1")
        while [[ $1 != -xml ]]; do shift; done
        cp "$project/result.xml" "$2" 2>/dev/null
        exit "$(cat "$project/status")"
        """;

    const string Services = """
        #!/usr/bin/env bash
        mkdir -p "$2"
        touch "$2/env"
        """;

    readonly DirectoryInfo _copy = Directory.CreateTempSubdirectory("sagas-test-sh-");

    [Fact]
    public async Task The_end_of_the_output_names_them_with_what_they_said()
    {
        Project("Alpha.Tests", 1, """
            passed="1" failed="2" skipped="0"><collection>
            <test name="Sagas.Alpha.Tests.When_all_is_well.nothing_is_said" result="Pass"><output><![CDATA[quiet]]></output></test>
            <test name="Sagas.Alpha.Tests.When_it_rains.it_is_wet(drops: &quot;&lt;many&gt; &amp; more&quot;)" result="Fail"><failure exception-type="X"><message><![CDATA[Shouldly : List<int> should be empty
            but had 3]]></message><stack-trace><![CDATA[at Somewhere<T>]]></stack-trace></failure></test>
            <test name="Sagas.Alpha.Tests.When_it_snows.it_is_white" result="Fail"><failure exception-type="X"><message><![CDATA[
            Waited 30 s for snow.]]></message></failure></test></collection>
            """);
        Project("Beta.Tests", 0, """ passed="7" failed="0" skipped="0"> """);

        (await RunAsync())[^3..].ShouldBe([
            "FAILED Sagas.Alpha.Tests.When_it_rains.it_is_wet(drops: \"<many> & more\"): Shouldly : List<int> should be empty",
            "FAILED Sagas.Alpha.Tests.When_it_snows.it_is_white: Waited 30 s for snow.",
            "8 passed, 2 failed, 0 skipped",
        ]);
    }

    [Fact]
    public async Task A_class_that_could_not_be_cleaned_up_is_named()
    {
        Project("Alpha.Tests", 1, """
            passed="1" failed="0" errors="1" skipped="0"><errors><error type="test-class-cleanup" name="Sagas.Alpha.Tests.When_it_ends"><failure exception-type="X"><message><![CDATA[the door is stuck]]></message></failure></error></errors>
            """);

        (await RunAsync())[^2..].ShouldBe(["FAILED Sagas.Alpha.Tests.When_it_ends: the door is stuck", "1 passed, 1 failed, 0 skipped"]);
    }

    [Fact]
    public async Task A_project_that_did_not_come_to_its_end_is_named()
    {
        Project("Alpha.Tests", 134, result: null);
        Project("Beta.Tests", 0, """ passed="0" failed="0" skipped="0"> """);

        (await RunAsync())[^3..].ShouldBe(["FAILED Alpha.Tests crashed (134)", "FAILED Beta.Tests ran no test", "0 passed, 2 failed, 0 skipped"], ignoreOrder: true);
    }

    [Fact]
    public async Task Nothing_is_named_when_all_passed()
    {
        Project("Alpha.Tests", 0, """ passed="7" failed="0" skipped="0"> """);

        (await RunAsync()).ShouldNotContain(line => line.StartsWith("FAILED", StringComparison.Ordinal));
    }

    public void Dispose() => _copy.Delete(recursive: true);

    void Project(string name, int status, string? result)
    {
        var directory = Directory.CreateDirectory(Path.Combine(_copy.FullName, "tests", name, "bin/Release/net10.0")).FullName;
        File.WriteAllText(Path.Combine(directory, "status"), $"{status}");
        if (result is not null)
            File.WriteAllText(Path.Combine(directory, "result.xml"), $"<assemblies><assembly name=\"{name}\" {result}</assembly></assemblies>");
    }

    async Task<string[]> RunAsync()
    {
        File.Copy(Path.Combine(Repository.Root, "test.sh"), Path.Combine(_copy.FullName, "test.sh"));
        var eng = Directory.CreateDirectory(Path.Combine(_copy.FullName, "eng")).FullName;
        foreach (var script in (string[])["attend.sh", "processes.sh", "failures.sh"])
            File.Copy(Path.Combine(Repository.Root, "eng", script), Path.Combine(eng, script));
        var bin = Directory.CreateDirectory(Path.Combine(_copy.FullName, "bin")).FullName;
        Program(bin, "dotnet", Dotnet);
        Program(eng, "services.sh", Services);
        Program(eng, "chromium.sh", "#!/usr/bin/env bash");

        await using var tests = ChildProcess.Start(
            Path.Combine(_copy.FullName, "test.sh"), [], new Dictionary<string, string?> { ["PATH"] = $"{bin}:{Environment.GetEnvironmentVariable("PATH")}" });
        await tests.WaitForExitAsync();
        return tests.Output.Split('\n');
    }

    static void Program(string directory, string name, string text)
    {
        var path = Path.Combine(directory, name);
        File.WriteAllText(path, text);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}

using System.Text.RegularExpressions;

namespace Sagas.Architecture.Tests;

public sealed partial class When_the_services_are_composed
{
    static readonly string Compose = File.ReadAllText(Path.Combine(Repository.Root, "docker-compose.yml"));

    [Fact]
    public void every_image_has_its_Dockerfile_and_every_Dockerfile_its_program()
    {
        var dockerfiles = Dockerfile().Matches(Compose).Select(match => match.Groups[1].Value).ToList();

        dockerfiles.Count.ShouldBe(4);
        foreach (var dockerfile in dockerfiles)
        {
            var project = Path.GetFileName(Path.GetDirectoryName(dockerfile))!;
            File.Exists(Path.Combine(Repository.Root, dockerfile)).ShouldBeTrue($"docker-compose.yml builds {dockerfile}");
            File.ReadAllText(Path.Combine(Repository.Root, dockerfile)).ShouldContain($"ENTRYPOINT [\"dotnet\", \"Sagas.{project}.dll\"]");
        }
    }

    [Fact]
    public void the_services_listen_on_all_addresses_of_their_containers()
    {
        // The Urls of appsettings.json are configuration of the application and win over ASPNETCORE_URLS, which is the host's.
        Compose.ShouldContain("  Urls: http://0.0.0.0:8080");
        Compose.ShouldNotContain("  ASPNETCORE_URLS:");
    }

    [GeneratedRegex("dockerfile: ([^ }]+)")]
    private static partial Regex Dockerfile();
}

using System.Xml.Linq;

namespace Sagas.Architecture.Tests;

public sealed class When_projects_refer_to_each_other
{
    static readonly string[] Services = ["OrderSaga", "Inventory", "Payment", "Shipping"];

    static readonly Dictionary<string, string[]> References = Repository.Projects("src").ToDictionary(
        project => Path.GetFileNameWithoutExtension(project),
        project => XDocument.Load(project).Descendants("ProjectReference")
            .Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value.Replace('\\', '/'))).ToArray());

    [Theory]
    [InlineData("Contracts")]
    [InlineData("Transactions")]
    public void the_foundations_refer_to_nothing_of_ours(string foundation) => References[foundation].ShouldBeEmpty();

    [Fact]
    public void no_service_refers_to_another_service()
    {
        foreach (var service in Services)
            References[service].Intersect(Services).ShouldBeEmpty($"{service} refers to another service");
    }

    [Fact]
    public void only_the_all_in_one_host_refers_to_services()
    {
        References["AllInOne"].Intersect(Services).ShouldBe(Services, ignoreOrder: true);
        foreach (var (project, references) in References.Where(entry => entry.Key != "AllInOne"))
            references.Intersect(Services).ShouldBeEmpty($"{project} refers to a service");
    }

    [Fact]
    public void the_event_store_knows_neither_the_bus_nor_entity_framework() => References["EventStore"].ShouldBe(["Transactions"]);

    [Fact]
    public void projections_know_the_event_store_and_neither_the_bus_nor_orders() => References["Projections"].ShouldBe(["EventStore", "Transactions"]);

    [Fact]
    public void the_timeline_knows_neither_entity_framework_nor_orders() => References["SagaTimeline"].ShouldBe(["Transactions"]);

    [Fact]
    public void the_reusable_libraries_do_not_know_the_contracts()
    {
        foreach (var library in new[] { "EventStore", "Transactions", "EntityFrameworkIntegration", "Projections", "SagaTimeline" })
            References[library].ShouldNotContain("Contracts", $"{library} is meant for anybody's messages");
    }
}

namespace Sagas.Ops.Tests;

public sealed class When_a_server_is_named_in_the_environment
{
    const string Theirs = "Host=db.example;Username=me;Password=it's mine";

    [Fact]
    public async Task It_is_used_as_it_is_and_none_is_started()
    {
        await using var services = new ServicesDirectory().With("SAGAS_POSTGRES", Theirs);

        (await services.StartAsync("postgres")).ShouldSucceed();

        services.Exports()["SAGAS_POSTGRES"].ShouldBe(Theirs);
        services.Processes().ShouldBeEmpty();
    }
}

using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Sagas.ParticipantTestKit;
using Sagas.Payment.SimulatedGateway;
using Sagas.TestKit;

namespace Sagas.Payment.Tests;

public sealed class When_the_database_is_migrated(Till till) : IClassFixture<Till>
{
    [Fact]
    public async Task it_is_as_the_context_maps_it()
    {
        await using var scope = till.Host.Services.CreateAsyncScope();

        (await MappedSchema.DifferencesAsync(scope.ServiceProvider.GetRequiredService<PaymentDbContext>())).ShouldBeEmpty();
        (await MappedSchema.DifferencesAsync(scope.ServiceProvider.GetRequiredService<SimulatedGatewayDbContext>(), unmapped: "outages")).ShouldBeEmpty();
    }

    [Fact]
    public async Task it_takes_the_words_that_the_code_writes() =>
        (await StoredWords.InConstraintAsync(till.GatewayDatabase, "charges_outcome")).ShouldBe(StoredWords.InCode(typeof(ChargeOutcome)), ignoreOrder: true);

    [Theory]
    [InlineData("update payments set order_id = order_id")]
    [InlineData("update payments set tenant = tenant")]
    [InlineData("delete from payments")]
    public Task Payment_may_not_change_what_its_statements_do_not(string sql) => ShouldBeForbiddenAsync(till.Database, sql);

    [Theory]
    [InlineData("update charges set outcome = outcome")]
    [InlineData("update charges set amount = amount")]
    [InlineData("delete from charges")]
    public Task nor_may_the_gateway(string sql) => ShouldBeForbiddenAsync(till.GatewayDatabase, sql);

    static async Task ShouldBeForbiddenAsync(TestDatabase database, string sql)
    {
        await using var app = NpgsqlDataSource.Create(database.AppConnectionString);
        await using var command = app.CreateCommand(sql);

        (await Should.ThrowAsync<PostgresException>(() => command.ExecuteNonQueryAsync())).SqlState.ShouldBe(PostgresErrorCodes.InsufficientPrivilege);
    }
}

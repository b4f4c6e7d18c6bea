using Npgsql;

namespace Sagas.TestKit.Tests;

public sealed class When_a_test_database_is_over
{
    [Fact]
    public async Task It_is_gone_although_the_program_still_holds_a_connection()
    {
        var database = await TestDatabase.CreateAsync();
        await using var app = NpgsqlDataSource.Create(database.AppConnectionString);
        await using var held = await app.OpenConnectionAsync(TestContext.Current.CancellationToken);

        await database.DisposeAsync();

        (await Assert.ThrowsAsync<PostgresException>(() => NpgsqlDataSource.Create(database.OwnerConnectionString)
            .OpenConnectionAsync(TestContext.Current.CancellationToken).AsTask()))
            .SqlState.ShouldBe(PostgresErrorCodes.InvalidCatalogName);
    }
}

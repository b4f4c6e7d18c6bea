using Npgsql;

namespace Sagas.TestKit.Tests;

public sealed class When_a_test_has_its_own_database(TestDatabase database) : IClassFixture<TestDatabase>
{
    [Fact]
    public async Task It_is_owned_by_the_owner_role() =>
        (await database.ScalarAsync<string>(
            "SELECT pg_get_userbyid(datdba) || '/' || current_user FROM pg_database WHERE datname = $1", database.Name))
        .ShouldBe("sagas_owner/sagas_owner");

    [Fact]
    public async Task The_program_may_do_only_what_was_granted()
    {
        await database.ExecuteAsync("CREATE TABLE granted (id int); CREATE TABLE kept_back (id int); GRANT SELECT ON granted TO sagas_app");
        await using var app = NpgsqlDataSource.Create(database.AppConnectionString);

        await app.CreateCommand("SELECT * FROM granted").ExecuteNonQueryAsync();

        (await Assert.ThrowsAsync<PostgresException>(() => app.CreateCommand("SELECT * FROM kept_back").ExecuteNonQueryAsync()))
            .SqlState.ShouldBe(PostgresErrorCodes.InsufficientPrivilege);
        (await Assert.ThrowsAsync<PostgresException>(() => app.CreateCommand("CREATE TABLE own (id int)").ExecuteNonQueryAsync()))
            .SqlState.ShouldBe(PostgresErrorCodes.InsufficientPrivilege);
    }

    [Fact]
    public async Task Rows_are_asked_for_with_parameters() =>
        (await database.QueryAsync("SELECT n, n * $2 FROM generate_series(1, $1) n", row => (row.GetInt32(0), row.GetInt32(1)), 2, 10))
        .ShouldBe([(1, 10), (2, 20)]);

    [Fact]
    public async Task A_value_of_another_type_than_asked_for_is_an_error() =>
        await Assert.ThrowsAsync<InvalidCastException>(() => database.ScalarAsync<int>("SELECT 1::bigint"));

    [Fact]
    public async Task A_null_is_the_default() => (await database.ScalarAsync<string>("SELECT null")).ShouldBeNull();
}

using Npgsql;

namespace Sagas.TestKit.Tests;

public sealed class When_many_tests_need_the_roles_first : IAsyncLifetime
{
    // Roles of its own: those of the other tests exist by now.
    readonly string[] roles = [$"role_{Guid.CreateVersion7():N}", $"role_{Guid.CreateVersion7():N}"];
    readonly NpgsqlDataSource server =
        NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(PostgresServer.ConnectionString) { Database = "postgres", Pooling = false });

    [Fact]
    public async Task Each_is_created_once_and_nobody_fails()
    {
        await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => LoginRoles.EnsureAsync(server, "it's secret", roles)));

        await using var count = server.CreateCommand("SELECT count(*) FROM pg_roles WHERE rolname = ANY ($1) AND rolcanlogin AND NOT rolsuper");
        count.Parameters.Add(new() { Value = roles });
        (await count.ExecuteScalarAsync(TestContext.Current.CancellationToken)).ShouldBe(2L);
    }

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await server.CreateCommand($"DROP ROLE IF EXISTS {string.Join(", ", roles)}").ExecuteNonQueryAsync();
        await server.DisposeAsync();
    }
}

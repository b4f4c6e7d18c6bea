using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Sagas.TestKit;

namespace Sagas.EntityFrameworkIntegration.Tests.TollGates;

/// <summary>A database with gates and toll offices, migrated as a service migrates its own.</summary>
public sealed class TollDatabase : IAsyncLifetime
{
    readonly TestDatabase _database = new();

    public string Name => _database.Name;

    public string ConnectionString => _database.AppConnectionString;

    public async ValueTask InitializeAsync()
    {
        await _database.InitializeAsync();
        var options = new DbContextOptionsBuilder<TollDbContext>().UseNpgsql(_database.OwnerConnectionString)
            .ConfigureWarnings(warnings => warnings.Ignore(RelationalEventId.PendingModelChangesWarning)).Options;
        await using var context = new TollDbContext(options);
        await context.Database.MigrateAsync();
    }

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    public Task<int> ExecuteAsync(string sql, params object[] parameters) => _database.ExecuteAsync(sql, parameters);

    public Task<T?> ScalarAsync<T>(string sql, params object[] parameters) => _database.ScalarAsync<T>(sql, parameters);

    public Task<IReadOnlyList<T>> QueryAsync<T>(string sql, Func<Npgsql.NpgsqlDataReader, T> row, params object[] parameters) =>
        _database.QueryAsync(sql, row, parameters);

    public async Task<(int Version, int Cars, string State)?> GateAsync(Guid gateId) =>
        (await QueryAsync("select version, cars, current_state from gates where gate_id = $1",
            row => ((int, int, string)?)(row.GetInt32(0), row.GetInt32(1), row.GetString(2)), gateId)).SingleOrDefault();

    public async Task<int> VisitsAsync(Guid subjectId) => await ScalarAsync<int>("select visits from visits where subject_id = $1", subjectId);

    public async Task<long> InboxAsync(Guid messageId) => await ScalarAsync<long>("select count(*) from inbox where message_id = $1", messageId);

    /// <summary>How many rows the outbox has: of a subject, or at all.</summary>
    public async Task<long> OutboxAsync(Guid? subjectId = null) => subjectId is { } id
        ? await ScalarAsync<long>("select count(*) from outbox where subject_id = $1", id)
        : await ScalarAsync<long>("select count(*) from outbox");

    public Task UntilGateAsync(Guid gateId, Func<(int Version, int Cars, string State)?, bool> condition, string what) => Eventually.ShouldAsync(
        async () => condition(await GateAsync(gateId)), $"gate {gateId} {what}",
        describe: async () => $"{await GateAsync(gateId)}, {await DescribeOutboxAsync()}");

    public Task UntilOutboxIsEmptyAsync(Guid? subjectId = null) => Eventually.ShouldAsync(
        async () => await OutboxAsync(subjectId) == 0, "the outbox to be empty", describe: DescribeOutboxAsync);

    public async Task<string> DescribeOutboxAsync() => "outbox: " + string.Join("; ", await QueryAsync(
        "select message_type, destination, attempts, last_error, leased_until - now() from outbox order by sequence limit 10",
        row => $"{row.GetString(0)} to {row.GetString(1)} after {row.GetInt32(2)} attempts ({row[3]}), leased for {row[4]}"));
}

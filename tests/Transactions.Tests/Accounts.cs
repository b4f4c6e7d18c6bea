using Npgsql;
using Sagas.TestKit;

namespace Sagas.Transactions.Tests;

/// <summary>A table to read and write in units of work: accounts with a balance, and a version that tells concurrent changes.</summary>
public sealed class Accounts : IRowLoader<Guid, Account>, IRowWriter<Account>, IAsyncLifetime
{
    readonly TestDatabase _database = new();

    public NpgsqlDataSource DataSource => _database.DataSource;

    public Rank Rank => Rank.Business;

    public async ValueTask InitializeAsync()
    {
        await _database.InitializeAsync();
        await _database.ExecuteAsync("create table accounts (id uuid primary key, balance int not null check (balance >= 0), version int not null, xid xid8 not null)");
    }

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    public UnitsOfWork Units(params IEnlistment[] enlistments) => new(DataSource, enlistments);

    public async Task<Account> OpenAsync(int balance = 100)
    {
        var account = new Account(Guid.CreateVersion7(), balance, 1);
        await _database.ExecuteAsync("insert into accounts values ($1, $2, 1, pg_current_xact_id())", account.Id, balance);
        return account;
    }

    public async Task<int?> BalanceAsync(Guid id) => await _database.ScalarAsync<int?>("select balance from accounts where id = $1", id);

    /// <summary>How many transactions wrote these rows last.</summary>
    public async Task<long> TransactionsAsync(IEnumerable<Guid> ids) =>
        await _database.ScalarAsync<long>("select count(distinct xid) from accounts where id = any($1)", ids.ToArray());

    public LoadStatements<Guid, Account> Load(IReadOnlyList<Guid> keys, bool locking) => new(
        [
            new NpgsqlBatchCommand($"select id, balance, version from accounts where id = any($1) order by id{(locking ? " for update" : "")}")
            {
                Parameters = { new NpgsqlParameter<Guid[]> { TypedValue = [.. keys] } },
            },
        ],
        async (reader, cancellationToken) =>
        {
            var found = new Dictionary<Guid, Account>();
            while (await reader.ReadAsync(cancellationToken))
                found[reader.GetGuid(0)] = new Account(reader.GetGuid(0), reader.GetInt32(1), reader.GetInt32(2));
            return found;
        });

    /// <summary>Writes balances where the version is the one that was read, or inserts version 1.</summary>
    public WriteStatements Write(IReadOnlyList<Account> rows)
    {
        var write = new NpgsqlBatchCommand("""
            insert into accounts as a select id, balance, version, pg_current_xact_id() from unnest($1, $2, $3) as r (id, balance, version)
            on conflict (id) do update set balance = excluded.balance, version = excluded.version, xid = excluded.xid where a.version = excluded.version - 1
            """)
        {
            Parameters =
            {
                new NpgsqlParameter<Guid[]> { TypedValue = [.. rows.Select(row => row.Id)] },
                new NpgsqlParameter<int[]> { TypedValue = [.. rows.Select(row => row.Balance)] },
                new NpgsqlParameter<int[]> { TypedValue = [.. rows.Select(row => row.Version)] },
            },
        };
        return new WriteStatements([write], () =>
        {
            if (write.RecordsAffected != rows.Count)
                throw new TransactionConflictException("An account was changed meanwhile.");
        });
    }
}

public sealed record Account(Guid Id, int Balance, int Version)
{
    public Account With(int balance) => new(Id, balance, Version + 1);
}

using System.Globalization;
using System.Text.Json;
using Npgsql;
using Sagas.TestKit;

namespace Sagas.EventStore.Tests;

public sealed class When_two_processes_append_to_one_stream(TestDatabase database) : IClassFixture<TestDatabase>
{
    static int AppendsEach => Long.Is ? 10_000 : 500;

    [Fact]
    public async Task No_event_is_lost_and_none_is_there_twice()
    {
        var stream = Some.Stream();
        await using (var first = Start(stream, "first"))
        await using (var second = Start(stream, "second"))
        {
            foreach (var process in new[] { first, second })
                (await process.WaitForExitAsync(TimeSpan.FromMinutes(Long.Is ? 20 : 2))).ShouldBe(0, process.Output);
        }

        var store = new PostgresEventStore(database.App, TimeProvider.System);
        var events = await store.ReadStreamAsync(stream).ToListAsync();
        events.Select(e => e.Version).ShouldBe(Enumerable.Range(1, 2 * AppendsEach).Select(v => (long)v));
        events.Select(What).Order(StringComparer.Ordinal).ShouldBe(
            new[] { "first", "second" }.SelectMany(name => Enumerable.Range(0, AppendsEach).Select(n => $"{name} {n}")).Order(StringComparer.Ordinal));
        var turns = events.Zip(events.Skip(1)).Count(pair => What(pair.First).Split(' ')[0] != What(pair.Second).Split(' ')[0]);
        turns.ShouldBeGreaterThan(10, "the processes must have got in each other's way");
        (await HashChain.VerifyAsync(store.ReadStreamAsync(stream), (await store.LoadAsync(stream)).Head)).ShouldBeNull();
        TestContext.Current.TestOutputHelper!.WriteLine($"{events.Count} events by two processes, which took turns {turns} times");
    }

    ChildProcess Start(StreamId stream, string name) => ChildProcess.Start(
        "dotnet",
        [typeof(AppendingProcess).Assembly.Location, AppendingProcess.Word, stream.ToString(), name, AppendsEach.ToString(CultureInfo.InvariantCulture)],
        new Dictionary<string, string?> { [AppendingProcess.Database] = database.AppConnectionString });

    static string What(RecordedEvent recorded)
    {
        using var data = JsonDocument.Parse(recorded.Data);
        return $"{data.RootElement.GetProperty("by").GetString()} {data.RootElement.GetProperty("n").GetInt32()}";
    }
}

/// <summary>What each of the two processes does: this program again, told so by a word.</summary>
static class AppendingProcess
{
    public const string Word = "append", Database = "APPENDING_DATABASE";

    public static async Task<int> RunAsync(string stream, string name, string appends)
    {
        await using var database = NpgsqlDataSource.Create(
            Environment.GetEnvironmentVariable(Database) ?? throw new InvalidOperationException($"{Database} is not set. {nameof(When_two_processes_append_to_one_stream)} sets it."));
        var store = new PostgresEventStore(database, TimeProvider.System);
        for (var n = 0; n < int.Parse(appends, CultureInfo.InvariantCulture); n++)
            await AppendAsync(store, StreamId.Parse(stream), Some.Event(data: $$"""{"by": "{{name}}", "n": {{n}}}"""));
        return 0;
    }

    static async Task AppendAsync(PostgresEventStore store, StreamId stream, EventData appended)
    {
        while (true)
        {
            var loaded = await store.LoadAsync(stream, "nothing");
            try
            {
                await store.AppendAsync(StreamAppend.After(loaded.Head, [appended]));
                break;
            }
            catch (VersionConflictException)
            {
                // The other one was first.
            }
        }

        // Without them every load would read the whole stream.
        var version = (await store.LoadAsync(stream, "nothing")).Version;
        if (version % 50 == 0)
            await store.SaveSnapshotAsync(new StreamSnapshot(stream, version, "{}"u8.ToArray(), "nothing"));
    }
}

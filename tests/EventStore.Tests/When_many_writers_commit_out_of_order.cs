using System.Diagnostics;
using System.Globalization;

namespace Sagas.EventStore.Tests;

public sealed class When_many_writers_commit_out_of_order : IAsyncLifetime
{
    const int Connections = 64;

    readonly TestDatabase database = new();

    static int Events => Long.Is ? 200_000 : 10_000;

    public ValueTask InitializeAsync() => database.InitializeAsync();

    public ValueTask DisposeAsync() => database.DisposeAsync();

    [Fact]
    public async Task A_reader_sees_every_committed_event_once_and_in_order()
    {
        var store = new PostgresEventStore(database.App, TimeProvider.System);
        var writers = new Writers(database, Connections);
        var time = Stopwatch.StartNew();
        var writing = writers.AppendAsync(Events);
        var seen = new HashSet<Guid>();
        var (versions, checkpoint, polls) = (new Dictionary<StreamId, long>(), GlobalCheckpoint.Start, 0);
        do
        {
            await foreach (var recorded in store.ReadAllAsync(checkpoint))
            {
                (recorded.Checkpoint.Xid, recorded.Checkpoint.Position).CompareTo((checkpoint.Xid, checkpoint.Position)).ShouldBePositive();
                recorded.Version.ShouldBe(versions.GetValueOrDefault(recorded.Stream) + 1);
                seen.Add(recorded.EventId).ShouldBeTrue();
                (versions[recorded.Stream], checkpoint) = (recorded.Version, recorded.Checkpoint);
            }

            polls++;
        }
        while (!writing.IsCompleted || (seen.Count < writers.Committed.Count && time.Elapsed < TimeSpan.FromMinutes(10)));

        await writing;
        seen.SetEquals(writers.Committed).ShouldBeTrue($"{seen.Count} of {writers.Committed.Count} events were read");
        writers.RolledBack.ShouldBeGreaterThan(0);
        Report($"{seen.Count} events of {Connections} writers, {writers.RolledBack} more rolled back, read once each in {polls} polls and {time.Elapsed.TotalSeconds:F1} s");
    }

    /// <summary>The guard: what the rig does is enough to make a reader lose events that goes by positions alone.</summary>
    [Fact]
    public async Task A_reader_that_goes_by_positions_alone_loses_some()
    {
        var writers = new Writers(database, Connections);
        var writing = writers.AppendAsync(10_000);
        var seen = new HashSet<Guid>();
        var position = 0L;
        bool written;
        do
        {
            written = writing.IsCompleted;
            await using var command = database.App.CreateCommand("select position, event_id from events where position > $1 order by position");
            command.Parameters.Add(new() { Value = position });
            await using var reader = await command.ExecuteReaderAsync();
            while (await reader.ReadAsync())
            {
                position = reader.GetInt64(0);
                seen.Add(reader.GetGuid(1));
            }
        }
        while (!written);

        await writing;
        var lost = writers.Committed.Count(id => !seen.Contains(id));
        lost.ShouldBeGreaterThan(0);
        Report($"of {writers.Committed.Count} events, {lost} lost by positions alone");
    }

    static void Report(FormattableString finding) => TestContext.Current.TestOutputHelper!.WriteLine(finding.ToString(CultureInfo.InvariantCulture));
}

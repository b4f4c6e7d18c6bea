using MassTransit.EntityFrameworkCoreIntegration;

namespace Sagas.ServiceDefaults;

/// <summary>Rows that are of no use any more after some time.</summary>
/// <param name="Name">What people call it.</param>
/// <param name="Statement">Deletes at most <c>$2</c> rows that are older than the interval <c>$1</c>, the oldest first.</param>
/// <param name="KeepFor">How long they are kept.</param>
public sealed record Pruning(string Name, string Statement, TimeSpan KeepFor)
{
    // SKIP LOCKED: a row that somebody holds is left for the next run instead of being waited for.
    const string RunsStatement = """
        delete from quartz.runs where (job, scheduled_at) in (
          select job, scheduled_at from quartz.runs where started_at < now() - $1
          order by started_at limit $2 for update skip locked)
        """;

    // FOR UPDATE asks for the status again once it has the row: a letter that has failed again meanwhile is open, and stays.
    const string DeadLettersStatement = """
        delete from dead_letters where dead_letter_id in (
          select dead_letter_id from dead_letters where status in ('Redriven', 'Dismissed') and decided_at < now() - $1
          order by decided_at limit $2 for update skip locked)
        """;

    /// <summary>The record of maintenance itself.</summary>
    public static Pruning Runs(TimeSpan window) => new("runs", RunsStatement, window);

    /// <summary>Dead letters that somebody has decided. Open ones stay for ever.</summary>
    public static Pruning DeadLetters(TimeSpan window) => new("dead letters", DeadLettersStatement, window);

    /// <summary>The inbox. A message that is delivered again after that long is handled again.</summary>
    public static Pruning Inbox(TimeSpan window) => new("inbox", InboxState.DeleteOld, window);
}

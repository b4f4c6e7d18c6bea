namespace MassTransit.EntityFrameworkCoreIntegration;

/// <summary>The dead letters of one database, for those who decide what becomes of them.</summary>
public interface IDeadLetters
{
    /// <summary>The service that they belong to.</summary>
    string Service { get; }

    /// <summary>Dead letters, those that failed last first.</summary>
    /// <param name="query">Which ones.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task<IReadOnlyList<DeadLetter>> ListAsync(DeadLetterQuery query, CancellationToken cancellationToken);

    /// <summary>Dead letters of one status by fingerprint, the largest groups first.</summary>
    /// <param name="status">Their status.</param>
    /// <param name="limit">The most groups.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task<IReadOnlyList<DeadLetterGroup>> ListGroupsAsync(DeadLetterStatus status, int limit, CancellationToken cancellationToken);

    /// <summary>One dead letter, or <c>null</c>.</summary>
    Task<DeadLetter?> FindAsync(Guid deadLetterId, CancellationToken cancellationToken);

    /// <summary>
    /// Sends an open dead letter to its endpoint again, in the transaction that records who wanted it and why. The message keeps its original id, so an inbox
    /// that has handled it meanwhile drops it.
    /// </summary>
    /// <returns>Whether it was open.</returns>
    Task<bool> RedriveAsync(Guid deadLetterId, string actor, string reason, CancellationToken cancellationToken);

    /// <summary>
    /// Says what redriving an open dead letter would do as things stand now. Its endpoint handles the message as it would, with the same settings, and nothing of it
    /// is written or sent; what would fail only in the commit is not foreseen.
    /// </summary>
    /// <returns><c>null</c> when it is not open.</returns>
    Task<RedriveForecast?> ForeseeRedriveAsync(Guid deadLetterId, CancellationToken cancellationToken);

    /// <summary>Says what <see cref="RedriveGroupAsync" /> would do with each of the dead letters that it would take first.</summary>
    Task<IReadOnlyList<RedriveForecast>> ForeseeGroupRedriveAsync(string fingerprint, DateTimeOffset failedBefore, int limit, CancellationToken cancellationToken);

    /// <summary>Redrives open dead letters of one fingerprint, those that failed first first.</summary>
    /// <param name="fingerprint">Their fingerprint.</param>
    /// <param name="failedBefore">Leaves out those that failed then or later. Who redrives in batches keeps to the time of the first: else what fails again would be taken again, for ever.</param>
    /// <param name="limit">The most of them.</param>
    /// <param name="actor">Who wants it.</param>
    /// <param name="reason">Why.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>How many: at most <paramref name="limit" />.</returns>
    Task<int> RedriveGroupAsync(string fingerprint, DateTimeOffset failedBefore, int limit, string actor, string reason, CancellationToken cancellationToken);

    /// <summary>Records that an open dead letter is of no use any more.</summary>
    /// <returns>Whether it was open.</returns>
    Task<bool> DismissAsync(Guid deadLetterId, string actor, string reason, CancellationToken cancellationToken);

    /// <summary>How many are open; counted up to <see cref="OutboxStatistics.MostCounted" />.</summary>
    Task<long> CountOpenAsync(CancellationToken cancellationToken);
}

namespace Sagas.EventStore;

/// <summary>The oldest transaction that may still write: no reader of all events sees what was appended since it began.</summary>
/// <param name="Pid">Its server process; null for a prepared transaction, which has none.</param>
/// <param name="PreparedAs">The name of a prepared transaction, to commit or roll it back by; null for all others.</param>
/// <param name="Database">The database it is in, which may be another of the cluster.</param>
/// <param name="ApplicationName">What its connection calls itself.</param>
/// <param name="Age">How long the transaction has been open; null where the role may not see that of other roles' sessions.</param>
/// <param name="QueryStarted">When its present or last statement began; null as above.</param>
public sealed record HorizonHolder(
    int? Pid,
    string? PreparedAs,
    string? Database,
    string? ApplicationName,
    TimeSpan? Age,
    DateTimeOffset? QueryStarted);

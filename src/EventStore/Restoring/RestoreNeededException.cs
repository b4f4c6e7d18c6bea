namespace Sagas.EventStore;

/// <summary>The database was restored from a dump, and the order of its events is not right yet.</summary>
public sealed class RestoreNeededException() : Exception(
    "Events have transaction ids that this PostgreSQL cluster has yet to give: the database was restored from a dump of another. Nobody would be "
    + $"shown these events, and new ones would come before them. Run {nameof(LogicalRestore)} as role sagas_owner before anything starts.");

namespace Sagas.EventStore;

/// <summary>
/// The gate before a host starts: every stored type and version, archived ones too, must have a path to today's types. Looking costs one
/// index descent for each pair of type and version, however many events there are.
/// </summary>
public sealed class EventTypeGate(IEventStore store, EventTypeMap types)
{
    /// <summary>Passes, or says why the host must not start.</summary>
    /// <exception cref="UnreadableEventException">Names every stored type and version without a path.</exception>
    public async Task CheckAsync(CancellationToken cancellationToken = default) =>
        types.Check(await store.ListEventTypesAsync(cancellationToken).ConfigureAwait(false));
}

namespace Sagas.EventStore;

/// <summary>Brings in whole streams at once. What was imported can't be told from what was appended.</summary>
public interface IEventImport
{
    /// <summary>Imports streams, all or none. The order of the events becomes the order of everybody who follows all events.</summary>
    /// <returns>How many events were imported.</returns>
    /// <exception cref="ImportRefusedException">A stream exists, a version is missing, a tenant changes or an event id comes twice. Nothing was imported.</exception>
    /// <exception cref="System.Text.Json.JsonException">An event's data or metadata is not JSON that can be stored. Nothing was imported.</exception>
    Task<long> ImportAsync(IAsyncEnumerable<ImportedEvent> events, CancellationToken cancellationToken = default);
}

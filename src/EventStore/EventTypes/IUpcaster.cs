using System.Text.Json.Nodes;

namespace Sagas.EventStore;

/// <summary>Lifts the JSON of one event type from one schema version to the next.</summary>
public interface IUpcaster
{
    /// <summary>The schema version it reads. It writes the next one.</summary>
    int From { get; }

    /// <summary>
    /// The event in the next version. May change and return what it is given. Personal data is in its place; where it was erased
    /// stands the marker that the type's registration names, by default null.
    /// </summary>
    JsonObject Upcast(JsonObject data);
}

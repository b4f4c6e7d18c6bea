using System.Text.Json;

namespace Sagas.OrderSaga.Web.Kinds;

/// <summary>The event stream that a saga writes, and what it comes to as of each event.</summary>
/// <param name="Name">What it is the stream of: order.</param>
/// <param name="Stream">The stream's name, as the timeline tells it.</param>
/// <param name="Address">Where it is found as JSON.</param>
/// <param name="Customer">Whose it is.</param>
/// <param name="Events">The events, without what is personal.</param>
/// <param name="FactsAt">What it comes to as of a version.</param>
public sealed record SubjectHistory(
    string Name, string Stream, string Address, string? Customer, IReadOnlyList<SubjectEvent> Events, Func<long, IReadOnlyList<Fact>> FactsAt);

/// <summary>An event of the stream.</summary>
public sealed record SubjectEvent(long Version, string Type, DateTimeOffset RecordedAt, string Actor, string? Reason, string? TraceId, JsonElement Data);

/// <summary>Something that is so.</summary>
public sealed record Fact(string Name, string Value);

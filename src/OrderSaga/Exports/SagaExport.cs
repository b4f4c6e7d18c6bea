using Sagas.OrderSaga.Api;
using Sagas.SagaTimeline;

namespace Sagas.OrderSaga.Exports;

/// <summary>Everything that is kept of a saga, in one file: masked as it was recorded, and without what is personal.</summary>
public sealed record SagaExport
{
    /// <summary>The version of this format.</summary>
    public int Format { get; init; } = 1;

    /// <summary>Which saga it is.</summary>
    public required ExportedSaga Saga { get; init; }

    /// <summary>Its timeline. A step has its message where messages are recorded (<c>Explorer:RecordMessages</c>).</summary>
    public required IReadOnlyList<TimelineStep> Steps { get; init; }

    /// <summary>The stream of what the saga is about; absent when it has never begun.</summary>
    public required ExportedStream? Subject { get; init; }
}

/// <summary>Which saga an export is of.</summary>
/// <param name="Id">Its correlation id.</param>
/// <param name="Name">Its type's name, such as PlaceOrder.</param>
/// <param name="TimelineType">The name that its timeline goes by.</param>
/// <param name="State">The state that it was in.</param>
/// <param name="Definition">What its state machine did when it began; absent when it has never begun.</param>
public sealed record ExportedSaga(Guid Id, string Name, string TimelineType, string? State, DefinitionView? Definition);

/// <summary>An event stream.</summary>
/// <param name="Stream">Its name, as the steps tell it.</param>
/// <param name="Events">Its events in order, without what is personal.</param>
public sealed record ExportedStream(string Stream, IReadOnlyList<OrderEventView> Events);

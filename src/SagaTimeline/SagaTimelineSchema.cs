using System.Reflection;

namespace Sagas.SagaTimeline;

/// <summary>The tables of the timeline, as a numbered script that is embedded in this assembly.</summary>
public static class SagaTimelineSchema
{
    /// <summary>Creates <c>saga_timeline_heads</c> and <c>saga_timeline</c>. Runs as the owner; the role <c>sagas_app</c> has to exist.</summary>
    public static readonly (Assembly Assembly, string Resource) Tables = (typeof(SagaTimelineSchema).Assembly, "0001_saga_timeline.sql");
}

using System.Reflection;

namespace Sagas.Projections;

/// <summary>The tables of the projections' checkpoints, as scripts that are embedded in this assembly.</summary>
public static class ProjectionsSchema
{
    /// <summary>Where rebuilds are that replay stream after stream: runs once, behind <see cref="Tables" />.</summary>
    public static readonly (Assembly Assembly, string Resource) Replays = (typeof(ProjectionsSchema).Assembly, "0002_projection_replays.sql");

    /// <summary>Runs once, as the owner, in the event store's database; the role <c>sagas_app</c> has to exist.</summary>
    public static readonly (Assembly Assembly, string Resource) Tables = (typeof(ProjectionsSchema).Assembly, "0001_projections.sql");
}

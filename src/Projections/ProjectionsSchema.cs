using System.Reflection;

namespace Sagas.Projections;

/// <summary>The tables of the projections' checkpoints, as a script that is embedded in this assembly.</summary>
public static class ProjectionsSchema
{
    /// <summary>Runs once, as the owner, in the event store's database; the role <c>sagas_app</c> has to exist.</summary>
    public static readonly (Assembly Assembly, string Resource) Tables = (typeof(ProjectionsSchema).Assembly, "0001_projections.sql");
}

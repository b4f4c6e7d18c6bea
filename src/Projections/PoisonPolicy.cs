namespace Sagas.Projections;

/// <summary>What is done about an event that cannot be applied.</summary>
public enum PoisonPolicy
{
    /// <summary>It waits aside with the later events of its stream, is tried again with growing delay, and all others go on.</summary>
    SetAside,

    /// <summary>Its partition stands still until it can be applied.</summary>
    Stop,
}

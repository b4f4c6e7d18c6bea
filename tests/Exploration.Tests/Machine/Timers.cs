namespace Sagas.Exploration.Tests.Machine;

/// <summary>The timers' tokens. Which one it is makes no difference, only whether it is the one that the saga waits for.</summary>
static class Timers
{
    public static readonly Guid Current = new("11111111-0000-7000-8000-000000000000");
    public static readonly Guid New = new("22222222-0000-7000-8000-000000000000");
    public static readonly Guid Stale = new("33333333-0000-7000-8000-000000000000");
}

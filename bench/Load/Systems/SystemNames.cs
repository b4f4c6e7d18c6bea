namespace Sagas.Load.Systems;

/// <summary>The systems by the names that the command line has for them.</summary>
static class SystemNames
{
    public static IReadOnlyList<string> Ours { get; } = ["allinone", "services"];

    /// <param name="name">One of ours, or a form of the floor.</param>
    /// <param name="carrier">Whether the simulated carrier delivers the parcels while orders are placed.</param>
    public static ISystem Create(string name, bool carrier = false) => name switch
    {
        "allinone" => new AllInOne(carrier),
        "services" => new FourServices(carrier),
        _ => new Floor(name),
    };
}

namespace Sagas.Load.Systems;

/// <summary>The systems by the names that the command line has for them.</summary>
static class SystemNames
{
    public static string[] All { get; } = ["allinone", "services", "bare", "equal", "equal-grouped"];

    public static ISystem Create(string name, bool carrier) => name switch
    {
        "allinone" => new AllInOne(carrier),
        "services" => new FourServices(carrier),
        _ => new Floor(name),
    };
}

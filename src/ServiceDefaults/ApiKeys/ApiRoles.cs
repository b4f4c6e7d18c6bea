namespace Sagas.ServiceDefaults.ApiKeys;

/// <summary>What a key may be used for; each is the name of an authorization policy too. A key has those that it lists, and no others.</summary>
public static class ApiRoles
{
    /// <summary>Reading.</summary>
    public const string Read = "read";

    /// <summary>Placing orders, and cancelling them.</summary>
    public const string Place = "place";

    /// <summary>Acting on sagas and messages as an operator.</summary>
    public const string Operate = "operate";

    internal static readonly string[] All = [Read, Place, Operate];
}

namespace Sagas.ServiceDefaults.ApiKeys;

/// <summary>A key of the configuration section <c>ApiKeys</c>, which is a list of them. The key itself is nowhere: only its hash is.</summary>
public sealed class ApiKey
{
    public const string Section = "ApiKeys";

    /// <summary>Who the key was given to: the actor of what is done with it.</summary>
    public string Name { get; set; } = "";

    /// <summary>The SHA-256 of the key's text, in hexadecimal. Keys are random and long, so that no salt and no slow hash is needed.</summary>
    public string Hash { get; set; } = "";

    /// <summary>Some of <see cref="ApiRoles" />.</summary>
    public IReadOnlyList<string> Roles { get; set; } = [];

    internal byte[] HashBytes => Convert.FromHexString(Hash);

    internal string? Fault() => this switch
    {
        { Name.Length: 0 } => "A key has no name. Name who it was given to.",
        { Hash.Length: not 64 } => $"The hash of key {Name} is not a SHA-256 in hexadecimal. Make it with: printf %s KEY | sha256sum",
        _ when !Hash.All(char.IsAsciiHexDigit) => $"The hash of key {Name} is not hexadecimal. Make it with: printf %s KEY | sha256sum",
        { Roles.Count: 0 } => $"Key {Name} has no roles. Give it some of {string.Join(", ", ApiRoles.All)}.",
        _ when Roles.Except(ApiRoles.All).FirstOrDefault() is { } unknown => $"Key {Name} has the role {unknown}, which there is not. The roles are {string.Join(", ", ApiRoles.All)}.",
        _ => null,
    };
}

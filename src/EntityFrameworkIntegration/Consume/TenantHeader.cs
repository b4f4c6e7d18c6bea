namespace MassTransit;

/// <summary>Whose data a message carries. Handling a message hands its tenant on to every message that it sends.</summary>
public static class TenantHeader
{
    /// <summary>The header's name.</summary>
    public const string Name = "Sagas-Tenant";

    /// <summary>The tenant of a message without the header.</summary>
    public const string Default = "default";

    /// <summary>The message's tenant.</summary>
    public static string GetTenant(this MessageContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.Headers.Get<string>(Name) ?? Default;
    }
}

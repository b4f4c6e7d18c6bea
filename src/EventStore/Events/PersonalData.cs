namespace Sagas.EventStore;

/// <summary>What an event says about a person, or that this was erased.</summary>
public sealed record PersonalData
{
    /// <summary>The value as UTF-8 JSON; empty once it is erased.</summary>
    public ReadOnlyMemory<byte> Value { get; init; }

    /// <summary>What keeps the digest from being guessed; erased with the value.</summary>
    public ReadOnlyMemory<byte> Salt { get; init; }

    /// <summary>The digest of salt and canonical value. It stays, so that the hash chain still verifies.</summary>
    public required ReadOnlyMemory<byte> Digest { get; init; }

    /// <summary>Whether the person's data is gone.</summary>
    public bool IsErased => Value.IsEmpty;
}

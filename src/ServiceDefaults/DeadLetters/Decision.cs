namespace Sagas.ServiceDefaults.DeadLetters;

/// <summary>What an operator sends with a decision.</summary>
sealed class Decision
{
    const int Longest = 500;

    public required string Reason { get; init; }

    /// <summary>PostgreSQL has no text with NUL in it.</summary>
    public Dictionary<string, string[]> Faults()
    {
        if (string.IsNullOrWhiteSpace(Reason) || Reason.Length > Longest)
            return new() { ["reason"] = [$"Say why, in 1 to {Longest} characters."] };
        return Reason.Contains('\0', StringComparison.Ordinal) ? new() { ["reason"] = [@"Leave out the character NUL (\u0000)."] } : [];
    }
}

sealed record GroupRedriven(string Fingerprint, int Redriven);

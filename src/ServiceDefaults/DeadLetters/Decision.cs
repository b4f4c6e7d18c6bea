namespace Sagas.ServiceDefaults.DeadLetters;

/// <summary>What an operator sends with a decision.</summary>
sealed class Decision
{
    const int Longest = 500;

    public required string Reason { get; init; }

    public Dictionary<string, string[]> Faults() =>
        string.IsNullOrWhiteSpace(Reason) || Reason.Length > Longest || Reason.Contains('\0', StringComparison.Ordinal)
            ? new() { ["reason"] = [$"Say why, in 1 to {Longest} characters."] }
            : [];
}

sealed record GroupRedriven(string Fingerprint, int Redriven);

using System.Globalization;

namespace Sagas.EventStore.Benchmark;

/// <summary>Which cases are run, and how often each side of them.</summary>
sealed record Cases(bool Growth, string Only, int? Rounds)
{
    const string Usage = "Options: --growth, or --only WORD for the cases whose names have the word in them, and --rounds NUMBER.";

    public static Cases Of(string[] args) => args switch
    {
        [] => new Cases(Growth: false, Only: "", Rounds: null),
        ["--growth"] => new Cases(Growth: true, Only: "", Rounds: null),
        ["--only", var word, .. var rest] => Of(rest) with { Only = word },
        ["--rounds", var number, .. var rest] => Of(rest) with { Rounds = int.Parse(number, CultureInfo.InvariantCulture) },
        _ => throw new ArgumentException(Usage, nameof(args)),
    };

    public bool Include(string name) => name.Contains(Only, StringComparison.Ordinal);
}

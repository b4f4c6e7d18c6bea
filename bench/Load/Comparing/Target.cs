using System.Globalization;

namespace Sagas.Load.Comparing;

/// <summary>What a figure has to be.</summary>
/// <param name="More">Whether more is better.</param>
/// <param name="Now">What it has to be now.</param>
/// <param name="Aim">Where it has to get to.</param>
sealed record Target(bool More, double Now, double Aim)
{
    public static Target AtLeast(double now, double aim) => new(More: true, now, aim);

    public static Target AtMost(double now, double aim) => new(More: false, now, aim);

    public string Verdict(double figure) => IsMet(figure, Aim) ? "where it must get to" : IsMet(figure, Now) ? "met" : "**missed**";

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{(More ? "at least" : "at most")} {Now:0.##}, then {Aim:0.##}");

    bool IsMet(double figure, double bound) => More ? figure >= bound : figure <= bound;
}

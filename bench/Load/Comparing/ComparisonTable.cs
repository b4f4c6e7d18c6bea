using System.Globalization;
using System.Text;

namespace Sagas.Load.Comparing;

/// <summary>A comparison as a table of Markdown: medians, in parentheses the spread.</summary>
static class ComparisonTable
{
    public static string Of(ComparisonResult result)
    {
        var table = new StringBuilder("| system | measure | against | | target | |\n|---|---|---|---|---|---|\n");
        foreach (var (measure, system) in result.Judgements())
        {
            var (median, least, most) = result.Judged(measure, system);
            table.Append(
                CultureInfo.InvariantCulture,
                $"| {system} | {measure.Name} | {measure.Against ?? measure.Unit} | {median:0.00} ({least:0.00} to {most:0.00}) | {measure.Target} | {measure.Target?.Verdict(median)} |\n");
        }

        return table.ToString();
    }
}

using System.Globalization;
using Sagas.AllInOne.Northwind;
using Sagas.AllInOne.Ordering;
using Spectre.Console;

namespace Sagas.AllInOne.Demo;

static class OutcomeTable
{
    const string DidNotEnd = "did not end";

    public static Table Of(IReadOnlyList<OrderRecord> records)
    {
        var counts = records.CountBy(record => record.Outcome ?? DidNotEnd).ToDictionary();
        var others = counts.Keys.Except(Outcome.All).Order(StringComparer.Ordinal);
        var table = new Table().AddColumn("Outcome").AddColumn(new TableColumn("Orders").RightAligned()).AddColumn(new TableColumn("Share").RightAligned());
        foreach (var outcome in Outcome.All.Concat(others))
            AddRow(table, outcome, counts.GetValueOrDefault(outcome), records.Count);
        return table;
    }

    static void AddRow(Table table, string outcome, int count, int total) => table.AddRow(
        Markup.Escape(outcome),
        count.ToString(CultureInfo.InvariantCulture),
        ((double)count / total).ToString("P1", CultureInfo.InvariantCulture));
}

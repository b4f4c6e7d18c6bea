using Sagas.AllInOne.Conservation;
using Spectre.Console;

namespace Sagas.AllInOne.Demo;

static class ConservationTable
{
    public static Table Of(IReadOnlyList<ConservationLaw> laws)
    {
        var table = new Table().AddColumn("Conservation").AddColumn("Measured").AddColumn("Holds");
        foreach (var law in laws)
            table.AddRow(Markup.Escape(law.Law), Markup.Escape(law.Measured), law.Holds ? "[green]yes[/]" : "[red]no[/]");
        return table;
    }
}

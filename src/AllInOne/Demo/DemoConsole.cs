using Spectre.Console;

namespace Sagas.AllInOne.Demo;

static class DemoConsole
{
    public static IAnsiConsole Create(TextWriter output)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output) });
        // A file or a pipe has no width to wrap at.
        if (!console.Profile.Out.IsTerminal)
            console.Profile.Width = 10_000;
        return console;
    }

    public static void Heading(this IAnsiConsole console, string text)
    {
        console.WriteLine();
        console.MarkupLineInterpolated($"[bold]{text}[/]");
    }
}

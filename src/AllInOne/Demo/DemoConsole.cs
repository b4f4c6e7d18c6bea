using Spectre.Console;

namespace Sagas.AllInOne.Demo;

static class DemoConsole
{
    public static IAnsiConsole Create(TextWriter output)
    {
        var target = new AnsiConsoleOutput(output);
        if (target.IsTerminal)
            return AnsiConsole.Create(new AnsiConsoleSettings { Out = target });

        // A file or a pipe has no colours, and no width to wrap at.
        var plain = AnsiConsole.Create(new AnsiConsoleSettings { Out = target, Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors });
        plain.Profile.Width = 10_000;
        return plain;
    }

    public static void Heading(this IAnsiConsole console, string text)
    {
        console.WriteLine();
        console.MarkupLineInterpolated($"[bold]{text}[/]");
    }

    public static void Complain(this IAnsiConsole console, string sentence) => console.MarkupLineInterpolated($"[red]{sentence}[/]");
}

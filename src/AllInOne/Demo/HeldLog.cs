using System.Collections.Concurrent;
using Spectre.Console;

namespace Sagas.AllInOne.Demo;

/// <summary>Keeps what the services warn of until there is room for it on the screen, and then says it once, however often it happened.</summary>
sealed class HeldLog : ILoggerProvider
{
    readonly ConcurrentDictionary<(string Category, EventId Event), Warning> held = new();
    volatile IAnsiConsole? released;

    public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

    /// <summary>Shows what was held; what comes later is shown at once.</summary>
    public void ReleaseTo(IAnsiConsole console)
    {
        released = console;
        foreach (var key in held.Keys)
        {
            if (held.TryRemove(key, out var warning))
                Show(console, key.Category, warning);
        }
    }

    public void Dispose()
    {
    }

    void Add(string category, EventId eventId, Warning warning)
    {
        if (released is { } console)
            Show(console, category, warning);
        else
            held.AddOrUpdate((category, eventId), warning, (_, first) => first with { Count = first.Count + 1 });
    }

    static void Show(IAnsiConsole console, string category, Warning warning) =>
        console.MarkupLineInterpolated($"[grey]{warning.Level}{(warning.Count > 1 ? $" ({warning.Count} times)" : "")}: {warning.Text} ({category})[/]");

    sealed record Warning(LogLevel Level, string Text, int Count = 1);

    sealed class Logger(HeldLog log, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
                log.Add(category, eventId, new Warning(logLevel, OneLine(formatter(state, exception), exception)));
        }

        static string OneLine(string message, Exception? exception) =>
            (exception is null ? message : $"{message} {exception.GetType().Name}: {exception.Message}").ReplaceLineEndings(" ");
    }
}

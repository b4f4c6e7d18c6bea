using System.Diagnostics;
using MassTransit;
using Sagas.SagaTimeline.Hashing;

namespace Sagas.SagaTimeline.Recording;

/// <summary>Tells an exception in the few words that help: its types and messages, and the first frame that is the application's own.</summary>
static class Failures
{
    const int Depth = 3;

    static readonly string[] Libraries = ["System.", "Microsoft.", "MassTransit.", "Npgsql.", "Sagas.Transactions."];

    /// <summary>What an activity threw, without the exceptions that the state machine wraps it in, one for each activity before it.</summary>
    public static Exception Unwrap(Exception exception) =>
        exception is EventExecutionException { InnerException: { } thrown } ? Unwrap(thrown) : exception;

    public static StepFailure Tell(Exception exception, Func<string, string> mask, int depth = Depth) => new(
        exception.GetType().Name,
        StorableText.Cut(mask(exception.Message)),
        At(exception),
        exception.InnerException is { } cause && depth > 1 ? Tell(cause, mask, depth - 1) : null);

    static string? At(Exception exception) =>
        new StackTrace(exception, fNeedFileInfo: true).GetFrames().Select(Describe).FirstOrDefault(place => place is not null);

    static string? Describe(StackFrame frame)
    {
        if (frame.GetMethod() is not { DeclaringType: { } type } method || Libraries.Any(library => $"{type.Namespace}.".StartsWith(library, StringComparison.Ordinal)))
            return null;

        // Async methods and lambdas run in generated types and methods, named <Method>d__1 or <Method>b__0_1.
        var name = method.Name;
        while (type.Name.StartsWith('<') && type.DeclaringType is { } outer)
        {
            if (!name.StartsWith('<'))
                name = type.Name;
            type = outer;
        }

        if (name.StartsWith('<') && name.IndexOf('>', StringComparison.Ordinal) is var end and > 1)
            name = name[1..end];
        var file = frame.GetFileName() is { } path ? $" ({Path.GetFileName(path)}:{frame.GetFileLineNumber()})" : "";
        return $"{type.Name}.{name}{file}";
    }
}

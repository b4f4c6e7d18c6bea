namespace Sagas.SagaTimeline.Rendering;

/// <summary>One step in words.</summary>
/// <param name="Offset">How long after the first step.</param>
/// <param name="Who">Who sent what.</param>
/// <param name="State">The state, or its change.</param>
/// <param name="What">What came of it.</param>
/// <param name="Details">What else has to be said, a line each.</param>
sealed record StepLine(string Offset, string Who, string State, string What, IReadOnlyList<string> Details);

/// <summary>Text that stays on its line: messages of exceptions have line breaks, and what strangers wrote may hold a terminal's control characters.</summary>
static class Line
{
    public static string Of(string text) => text.Any(char.IsControl)
        ? string.Concat(text.Select(character => char.IsControl(character) ? ' ' : character)).TrimEnd()
        : text.TrimEnd();
}

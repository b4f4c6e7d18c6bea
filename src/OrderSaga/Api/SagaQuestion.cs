using System.Globalization;
using Sagas.OrderSaga.StepSagas;
using Sagas.OrderSaga.Troubles;

namespace Sagas.OrderSaga.Api;

/// <summary>What GET /sagas is asked, as it was written: a value that makes no sense is answered by the name of its parameter.</summary>
sealed record SagaQuestion(
    string? Saga, string? State, string? Overdue, string? OlderThan, string? Error, string? CustomerId, string? DefinitionVersion, string? Outcome, string? Reason, string? Trouble,
    string? After)
{
    /// <summary>Whatever the outcome was.</summary>
    const string AnyOutcome = "any";

    static readonly string[] Parameters =
        ["saga", "state", "overdue", "olderThan", "error", "customerId", "definitionVersion", "outcome", "reason", "trouble", "after"];

    bool IsAboutEnded => Outcome is not null || Reason is not null;

    /// <summary>Which trouble is asked for; <c>null</c> when it does not matter.</summary>
    public TroubleFilter? InTrouble(FieldErrors errors)
    {
        TroubleFilter? trouble = null;
        errors.Check(Trouble is null || TroubleFilter.TryParse(Trouble, out trouble), "trouble", $"is {Trouble}. Give any, or one of {string.Join(", ", TroubleKinds.All)}.");
        return trouble;
    }

    public SagaCriteria Read(SagaTypes sagas, IEnumerable<string> asked, FieldErrors errors)
    {
        errors.CheckParameters(asked, Parameters);
        Choose(errors, "saga", Saga, sagas.All.Select(type => type.Name));
        IReadOnlyList<SagaType> types = [.. sagas.All.Where(type => Saga is null || type.Name == Saga)];
        Choose(errors, "state", State, types.SelectMany(type => type.UnderWay), "Those that have ended are found by outcome.");
        Choose(errors, "outcome", Outcome, types.SelectMany(type => type.Outcomes).Append(AnyOutcome));
        Choose(errors, "reason", Reason, types.SelectMany(type => type.Reasons));
        errors.Check(Overdue is null or "true", "overdue", $"is {Overdue}. Give true for those whose deadline has passed, or leave it out for all.");
        if (Error is not null)
            errors.CheckText(Error, "error");
        if (CustomerId is not null)
            errors.CheckText(CustomerId, "customerId");
        if (IsAboutEnded)
        {
            const string over = "is of sagas under way. Leave it out, or leave out outcome and reason, which are of those that have ended.";
            errors.Check(State is null, "state", over);
            errors.Check(Overdue is null, "overdue", over);
            errors.Check(Error is null, "error", over);
            errors.Check(Trouble is null, "trouble", over);
        }

        return new SagaCriteria
        {
            Saga = Saga,
            State = Outcome is null or AnyOutcome ? State : Outcome,
            Overdue = Overdue is not null,
            OlderThan = Age(errors),
            Error = Error,
            CustomerId = CustomerId,
            DefinitionVersion = Version(errors),
            HasEnded = IsAboutEnded,
            Reason = Reason,
            After = Cursor(errors),
        };
    }

    TimeSpan? Age(FieldErrors errors)
    {
        if (OlderThan is null)
            return null;
        if (TimeSpan.TryParse(OlderThan, CultureInfo.InvariantCulture, out var age) && age > TimeSpan.Zero && age < TimeSpan.FromDays(3650))
            return age;
        errors.Add("olderThan", $"is {OlderThan}. Give hours, minutes and seconds, as 00:05:00, or days before them, as 2.00:00:00, up to ten years.");
        return null;
    }

    int? Version(FieldErrors errors)
    {
        if (DefinitionVersion is null)
            return null;
        if (int.TryParse(DefinitionVersion, NumberStyles.None, CultureInfo.InvariantCulture, out var version) && version > 0)
            return version;
        errors.Add("definitionVersion", $"is {DefinitionVersion}. Versions are whole numbers, counted from 1.");
        return null;
    }

    SagaCursor? Cursor(FieldErrors errors)
    {
        SagaCursor? cursor = null;
        errors.Check(After is null || SagaCursor.TryParse(After, out cursor), "after", "is not where a page ended. Send the next of the page before, unchanged.");
        return cursor;
    }

    static void Choose(FieldErrors errors, string field, string? chosen, IEnumerable<string> choices, string more = "")
    {
        if (chosen is not null && !choices.Contains(chosen))
            errors.Add(field, $"is {chosen}. Give one of {string.Join(", ", choices.Distinct())}. {more}".TrimEnd());
    }
}

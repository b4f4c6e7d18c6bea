using Sagas.ServiceDefaults;

namespace Sagas.OrderSaga.Api;

/// <summary>What is wrong with a request, by field: each message says what is wrong and what would be right.</summary>
sealed class FieldErrors
{
    readonly Dictionary<string, List<string>> _byField = [];

    public bool Any => _byField.Count > 0;

    /// <summary>All that is wrong, for people: each with its field.</summary>
    public IReadOnlyList<string> Sentences => [.. _byField.SelectMany(faulty => faulty.Value.Select(message => $"{faulty.Key} {message}"))];

    public void Add(string field, string message)
    {
        if (!_byField.TryGetValue(field, out var messages))
            _byField.Add(field, messages = []);
        messages.Add(message);
    }

    public void Check(bool holds, string field, string message)
    {
        if (!holds)
            Add(field, message);
    }

    /// <summary>Text that a person typed: not empty, not endless, and without control characters. Anything else is data and is stored as it is.</summary>
    public void CheckText(string? value, string field, int longest = RequestLimits.Text)
    {
        if (string.IsNullOrWhiteSpace(value))
            Add(field, "is required. Give a text that is not blank.");
        else if (value.Length > longest)
            Add(field, $"has {value.Length} characters. Give at most {longest}.");
        else if (value.Any(char.IsControl))
            Add(field, "contains control characters. Remove them.");
    }

    /// <summary>The key may be left out.</summary>
    public void CheckIdempotencyKey(IHeaderDictionary headers)
    {
        if (IdempotencyKey.Fault(headers) is { } fault)
            Add(IdempotencyKey.Header, fault);
    }

    /// <summary>A parameter that there is not is a mistake: without it the answer would be that to another question.</summary>
    public void CheckParameters(IEnumerable<string> asked, params string[] known)
    {
        foreach (var unknown in asked.Except(known, StringComparer.OrdinalIgnoreCase))
            Add(unknown, known.Length > 0 ? $"is no parameter. There are {string.Join(", ", known)}." : "is no parameter, and there are none. Leave it out.");
    }

    public IResult ToProblem() => Results.ValidationProblem(
        _byField.ToDictionary(field => field.Key, field => field.Value.ToArray()),
        title: "The request is not valid. Nothing was written.",
        type: Problems.InvalidRequest);
}

namespace Sagas.EventStore;

/// <summary>
/// Names a stream: a category and an id, written <c>order-018f2f6c-…</c>. The category ends at the first dash, so it holds
/// lower-case letters, digits and underscores only; the id is free of white space and control characters.
/// </summary>
public sealed record StreamId
{
    const int MaxLength = 200;

    readonly string text;

    /// <summary>Names the stream of one thing.</summary>
    /// <exception cref="ArgumentException">The category or the id cannot be part of a stream's name.</exception>
    public StreamId(string category, string id)
    {
        if (!IsCategory(category))
            throw new ArgumentException($"'{category}' is not a category. Use lower-case letters, digits and underscores, a letter first.", nameof(category));
        if (!IsId(id) || category.Length + 1 + id.Length > MaxLength)
            throw new ArgumentException($"'{id}' is not an id. Use 1 to {MaxLength - 1 - category.Length} characters without white space.", nameof(id));

        text = $"{category}-{id}";
    }

    /// <summary>Names the stream of one thing that has a UUID.</summary>
    public StreamId(string category, Guid id)
        : this(category, id.ToString("D"))
    {
    }

    StreamId(string text) => this.text = text;

    /// <summary>The kind of thing: <c>order</c>.</summary>
    public string Category => text[..Dash(text)];

    /// <summary>Which one of its kind.</summary>
    public string Id => text[(Dash(text) + 1)..];

    /// <summary>Reads the text form.</summary>
    /// <exception cref="FormatException">The text is not <c>category-id</c>.</exception>
    public static StreamId Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Dash(text) is var dash and > 0 && IsCategory(text[..dash]) && IsId(text[(dash + 1)..])
            ? new StreamId(text[..dash], text[(dash + 1)..])
            : throw new FormatException($"'{text}' is not a stream id. Expected <category>-<id>.");
    }

    /// <summary>Reads what the database holds, which was checked when it was appended.</summary>
    internal static StreamId Stored(string text) => new(text);

    /// <summary>The text form, as it is stored.</summary>
    public override string ToString() => text;

    static int Dash(string text) => text.IndexOf('-', StringComparison.Ordinal);

    static bool IsCategory(string text) =>
        text is { Length: > 0 } && char.IsAsciiLetterLower(text[0]) && text.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '_');

    static bool IsId(string text) => text is { Length: > 0 } && !text.Any(c => char.IsWhiteSpace(c) || char.IsControl(c));
}

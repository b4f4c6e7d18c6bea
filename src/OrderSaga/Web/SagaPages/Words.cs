using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Sagas.OrderSaga.Web.SagaPages;

/// <summary>Names and values as people read them.</summary>
public static class Words
{
    /// <summary><c>ReserveStock</c> as "Reserve stock".</summary>
    public static string Of(string name)
    {
        var words = new StringBuilder();
        foreach (var character in name)
        {
            if (words.Length > 0 && char.IsUpper(character))
                words.Append(' ').Append(char.ToLowerInvariant(character));
            else
                words.Append(character);
        }

        return words.ToString();
    }

    public static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) + " UTC";

    public static string Exact(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss.ffffff", CultureInfo.InvariantCulture) + " UTC";

    public static string Iso(DateTimeOffset at) => at.UtcDateTime.ToString("O", CultureInfo.InvariantCulture);

    public static string Value(JsonElement? value) => value switch
    {
        null or { ValueKind: JsonValueKind.Null } => "nothing",
        { ValueKind: JsonValueKind.String } text => text.GetString()!,
        { } other => other.GetRawText(),
    };

    public static string Tail(Guid id) => id.ToString("D", CultureInfo.InvariantCulture)[^12..];
}

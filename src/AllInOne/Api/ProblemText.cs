using System.Text.Json;

namespace Sagas.AllInOne.Api;

/// <summary>What an RFC 9457 answer says, in one line.</summary>
static class ProblemText
{
    public static string Of(string body)
    {
        try
        {
            using var problem = JsonDocument.Parse(body);
            return $"{Member(problem, "title")} {Member(problem, "detail")}".Trim();
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return body.ReplaceLineEndings(" ").Trim();
        }
    }

    static string? Member(JsonDocument problem, string name) => problem.RootElement.TryGetProperty(name, out var text) ? text.GetString() : null;
}

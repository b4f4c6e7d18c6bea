using System.Reflection;
using System.Text.RegularExpressions;
using Sagas.TestKit;

namespace Sagas.ParticipantTestKit;

/// <summary>The words that a column may hold: those that a check constraint lists, and those that the code has constants for.</summary>
public static partial class StoredWords
{
    public static async Task<IReadOnlyList<string>> InConstraintAsync(TestDatabase database, string constraint)
    {
        var definition = await database.ScalarAsync<string>("select pg_get_constraintdef(oid) from pg_constraint where conname = $1", constraint);
        return [.. Literal.Matches(definition ?? "").Select(word => word.Groups[1].Value)];
    }

    public static IReadOnlyList<string> InCode(Type constants) =>
        [.. constants.GetFields(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static).Where(field => field.IsLiteral).Select(field => (string)field.GetRawConstantValue()!)];

    [GeneratedRegex("'([^']*)'")]
    private static partial Regex Literal { get; }
}

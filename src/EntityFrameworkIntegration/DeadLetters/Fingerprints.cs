using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Npgsql;

namespace MassTransit.EntityFrameworkCoreIntegration;

/// <summary>
/// Makes the same text of failures that are alike: same endpoint, message type, exception type and place. The exception's message is left out, because ids and
/// amounts stand in it.
/// </summary>
static partial class Fingerprints
{
    public static string Of(string endpoint, string messageType, Exception? cause)
    {
        var kind = cause is PostgresException database ? $"{cause.GetType().FullName} {database.SqlState} {database.ConstraintName}" : cause?.GetType().FullName;
        var text = string.Join('|', endpoint, messageType, kind, cause is null ? null : Place(cause));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 8));
    }

    /// <summary>The method that threw. Numbers that the compiler gives to lambdas and async methods change with the code around them.</summary>
    static string? Place(Exception cause) =>
        new StackTrace(cause).GetFrame(0)?.GetMethod() is { } method ? CompilerNumbers().Replace($"{method.DeclaringType?.FullName}.{method.Name}", "") : null;

    [GeneratedRegex("[0-9_]+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex CompilerNumbers();
}

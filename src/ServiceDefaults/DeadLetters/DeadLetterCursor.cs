using System.Globalization;
using MassTransit.EntityFrameworkCoreIntegration;

namespace Sagas.ServiceDefaults.DeadLetters;

/// <summary>Where a page ended. Clients hand it back as it is.</summary>
static class DeadLetterCursor
{
    public static string Of(DeadLetter last) => $"{last.LastFailedAt.UtcTicks.ToString(CultureInfo.InvariantCulture)}-{last.DeadLetterId:N}";

    public static DeadLetterPosition? Parse(string? after, Dictionary<string, string[]> errors)
    {
        if (after is null)
            return null;
        if (after.Split('-') is [var ticks, var id] && long.TryParse(ticks, NumberStyles.None, CultureInfo.InvariantCulture, out var utcTicks)
            && utcTicks <= DateTime.MaxValue.Ticks && Guid.TryParseExact(id, "N", out var deadLetterId))
        {
            return new DeadLetterPosition(new DateTimeOffset(utcTicks, TimeSpan.Zero), deadLetterId);
        }

        errors["after"] = ["Use the value of next from the page before."];
        return null;
    }
}

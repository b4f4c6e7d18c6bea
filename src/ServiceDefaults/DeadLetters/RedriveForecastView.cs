using MassTransit.EntityFrameworkCoreIntegration;

namespace Sagas.ServiceDefaults.DeadLetters;

/// <summary>What redriving a dead letter would do.</summary>
sealed record RedriveForecastView(string Effect, string? Because, IReadOnlyList<string> Would)
{
    public static RedriveForecastView Of(RedriveForecast forecast, DeadLetter letter)
    {
        var because = MaskedMessage.Of(letter).Mask(forecast.Because);
        return new RedriveForecastView(
            forecast.Effect.ToString(), forecast.UnreadableBy is { } fault ? $"The message can't be read, and would be given up again: {fault}: {because}" : because, forecast.Would);
    }
}

/// <summary>How many dead letters of a group would come to what, the first hundred of them, those that failed longest ago.</summary>
sealed record GroupForecastView(string Fingerprint, int Applied, int Ignored, int Refused)
{
    public static GroupForecastView Of(string fingerprint, IReadOnlyCollection<RedriveForecast> forecasts)
    {
        return new GroupForecastView(fingerprint, Count(RedriveEffect.Applied), Count(RedriveEffect.Ignored), Count(RedriveEffect.Refused));

        int Count(RedriveEffect effect) => forecasts.Count(forecast => forecast.Effect == effect);
    }
}

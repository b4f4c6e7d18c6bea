using MassTransit.EntityFrameworkCoreIntegration;

namespace Sagas.ServiceDefaults.DeadLetters;

/// <summary>What redriving a dead letter would do.</summary>
sealed record RedriveForecastView(string Effect, string? Because, IReadOnlyList<string> Would)
{
    public static RedriveForecastView Of(RedriveForecast forecast, DeadLetter letter) =>
        new(forecast.Effect.ToString(), MaskedMessage.Of(letter).Mask(forecast.Because), forecast.Would);
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

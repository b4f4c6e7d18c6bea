using System.Text.Json;

namespace Sagas.OrderSaga.StepSagas;

/// <summary>The steps' names in effect keys and on the API: the enum's in kebab case. Participants store them: never renamed.</summary>
static class StepNames
{
    public static string Of<TStep>(TStep step)
        where TStep : struct, Enum =>
        Names<TStep>.ByStep[step];

    /// <returns><c>null</c> when there is no such step.</returns>
    public static TStep? Find<TStep>(string name)
        where TStep : struct, Enum =>
        Names<TStep>.ByStep.Where(step => step.Value == name).Select(step => (TStep?)step.Key).FirstOrDefault();

    static class Names<TStep>
        where TStep : struct, Enum
    {
        public static readonly Dictionary<TStep, string> ByStep =
            Enum.GetValues<TStep>().ToDictionary(step => step, step => JsonNamingPolicy.KebabCaseLower.ConvertName(step.ToString()));
    }
}

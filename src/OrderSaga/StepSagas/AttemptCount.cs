namespace Sagas.OrderSaga.StepSagas;

/// <summary>A number of attempts, for people.</summary>
static class AttemptCount
{
    public static string InWords(int count) => count == 1 ? "1 attempt" : $"{count} attempts";
}

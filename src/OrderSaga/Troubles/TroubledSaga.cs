namespace Sagas.OrderSaga.Troubles;

/// <summary>A saga and how it is doing.</summary>
sealed record TroubledSaga(SagaFacts Facts, Trouble Trouble);

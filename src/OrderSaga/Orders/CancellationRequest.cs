namespace Sagas.OrderSaga.Orders;

/// <param name="Reason">Why, in the words of whoever asked.</param>
/// <param name="RequestedBy">Who asked.</param>
/// <param name="ByOperator">Whether it was an operator.</param>
public sealed record CancellationRequest(string Reason, string RequestedBy, bool ByOperator);

namespace Sagas.OrderSaga.Orders;

/// <summary>
/// What was reported, or asked, cannot be true of this order. Appending it would make the stream lie, so nothing is appended and a person
/// has to find out which side is wrong.
/// </summary>
/// <param name="broken">What contradicts what.</param>
/// <param name="remedy">What to do next.</param>
public sealed class OrderInvariantException(string broken, string remedy) : Exception($"{broken} {remedy}");

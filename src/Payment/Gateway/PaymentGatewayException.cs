namespace Sagas.Payment.Gateway;

/// <summary>The gateway did not answer. What it did is unknown until it is asked again under the same key.</summary>
public sealed class PaymentGatewayException(string message) : Exception(message);

namespace Sagas.Payment.Gateway;

/// <summary>No answer came from the gateway, which may or may not have done what it was asked. Ask again with the same key.</summary>
sealed class PaymentGatewayUnavailableException(string message) : Exception(message);

namespace Sagas.Payment.Gateway;

/// <summary>The gateway rejects a request that makes no sense to it. Sending it again does not help.</summary>
sealed class PaymentGatewayException(string message) : Exception(message);

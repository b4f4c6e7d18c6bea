using Sagas.Contracts;

namespace Sagas.Payment.Gateway;

/// <summary>
/// Who moves the money, outside of our database. It does each thing once per key, whatever happens to its answers, and keeps a released key for ever.
/// What it throws says nothing about what it did: asking again with the same key tells.
/// </summary>
interface IPaymentGateway
{
    /// <summary>Charges an amount under a key. Asked again, it answers as it did the first time.</summary>
    /// <exception cref="PaymentGatewayException">The key stands for another amount, or the amount is none that can be paid; nothing is charged.</exception>
    /// <exception cref="PaymentGatewayUnavailableException">No answer came.</exception>
    Task<CaptureAnswer> CaptureAsync(string key, Money amount, string token, CancellationToken cancellationToken);

    /// <summary>Gives back what was charged under a key, and refuses to charge under it from now on.</summary>
    /// <param name="key">The key.</param>
    /// <param name="expected">What has to have been charged, if anything was; <c>null</c> when whatever was charged is given back.</param>
    /// <param name="cancellationToken">A token to stop waiting.</param>
    /// <exception cref="PaymentGatewayException">Another amount was charged; nothing is given back.</exception>
    /// <exception cref="PaymentGatewayUnavailableException">No answer came.</exception>
    Task<ReleaseAnswer> ReleaseAsync(string key, Money? expected, CancellationToken cancellationToken);
}

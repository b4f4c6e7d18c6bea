using Sagas.Transactions;

namespace MassTransit.EntityFrameworkCoreIntegration;

/// <summary>Another delivery of the same message committed first. Nothing of this one is written.</summary>
public sealed class DuplicateDeliveryException : TransactionConflictException
{
    /// <summary>A duplicate without a description.</summary>
    public DuplicateDeliveryException()
    {
    }

    /// <summary>A duplicate.</summary>
    /// <param name="message">What was handled twice.</param>
    public DuplicateDeliveryException(string message)
        : base(message)
    {
    }

    /// <summary>A duplicate that another exception told of.</summary>
    /// <param name="message">What was handled twice.</param>
    /// <param name="innerException">What told of it.</param>
    public DuplicateDeliveryException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}

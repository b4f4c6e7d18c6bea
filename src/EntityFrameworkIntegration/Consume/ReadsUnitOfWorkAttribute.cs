using Sagas.Transactions;

namespace MassTransit;

/// <summary>
/// Declares that a consumer's first act is <see cref="IUnitOfWork.LoadAsync" /> and that it returns when <see cref="IUnitOfWork.IsDuplicate" />. The inbox is
/// then read together with what the consumer asks for, which saves a round trip.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class ReadsUnitOfWorkAttribute : Attribute;

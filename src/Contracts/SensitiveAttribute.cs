namespace Sagas.Contracts;

/// <summary>Marks a value that authorises something, such as a payment token. It is masked wherever a person could read it.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Class)]
public sealed class SensitiveAttribute : Attribute;

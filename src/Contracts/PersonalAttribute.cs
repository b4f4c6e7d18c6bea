namespace Sagas.Contracts;

/// <summary>Marks data about a natural person. It is masked on timelines, and erased with the person.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Class)]
public sealed class PersonalAttribute : Attribute;

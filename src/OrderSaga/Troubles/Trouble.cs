namespace Sagas.OrderSaga.Troubles;

/// <summary>How a saga is doing, what shows it, and what can be done.</summary>
/// <param name="Kind">What it is, in a word.</param>
/// <param name="NeedsSomebody">Whether it stays until somebody does something.</param>
/// <param name="Evidence">The rows and times that show it, and whatever else is wrong with the saga.</param>
/// <param name="Action">What to do.</param>
public sealed record Trouble(TroubleKind Kind, bool NeedsSomebody, IReadOnlyList<Evidence> Evidence, SuggestedAction Action);

/// <param name="Text">What is seen, in words.</param>
/// <param name="Id">The message, dead letter or request that it is about.</param>
/// <param name="Link">Where more of it is.</param>
public sealed record Evidence(string Text, Guid? Id = null, string? Link = null);

/// <param name="Text">What to do, in words.</param>
/// <param name="Request">What that is asked for with: retry, resolve, compensate or redrive; null when it is nothing that this service could be asked for.</param>
/// <param name="Address">Where that request is sent.</param>
public sealed record SuggestedAction(string Text, string? Request = null, string? Address = null);

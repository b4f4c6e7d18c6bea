namespace Sagas.OrderSaga.Troubles;

/// <summary>The trouble that is asked for.</summary>
/// <param name="Kind">Its kind; <c>null</c> for any.</param>
sealed record TroubleFilter(TroubleKind? Kind)
{
    public const string Any = "any";

    public static bool TryParse(string text, out TroubleFilter? filter)
    {
        filter = text == Any ? new TroubleFilter((TroubleKind?)null)
            : TroubleKinds.All.Select(kind => new TroubleFilter(kind)).FirstOrDefault(kind => kind.ToString() == text);
        return filter is not null;
    }

    public bool Holds(TroubledSaga saga) => Kind is null || saga.Trouble.Kind == Kind;

    public override string ToString() => Kind?.ToString() ?? Any;
}

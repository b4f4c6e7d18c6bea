namespace Sagas.AllInOne.Conservation;

/// <summary>The orders of which an operator settled something outside of the system. The records disagree about those, and the operator answers for it.</summary>
/// <param name="Money">Those whose money was given back otherwise.</param>
/// <param name="Goods">Those whose goods were seen to otherwise.</param>
sealed record SettledByHand(IReadOnlySet<Guid> Money, IReadOnlySet<Guid> Goods)
{
    const string Query = """
        select substr(stream, 7)::uuid, data ->> 'step' in ('capture-payment', 'refund-return') from recorded_events
        where type in ('order-undo-waived', 'order-return-step-waived')
        """;

    public static async Task<SettledByHand> ReadAsync(string orderSaga, CancellationToken cancellationToken)
    {
        var settled = (await Rows.ReadAsync(orderSaga, Query, row => (Order: row.GetGuid(0), IsMoney: row.GetBoolean(1)), cancellationToken))
            .ToLookup(step => step.IsMoney, step => step.Order);
        return new SettledByHand(settled[true].ToHashSet(), settled[false].ToHashSet());
    }
}

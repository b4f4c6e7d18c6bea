namespace Sagas.AllInOne.Ordering;

/// <param name="AtOnce">
/// Orders placed and not ended. It bounds how much stock orders that will be cancelled can hold at one time: with all of them open at once,
/// most of the others would run short.
/// </param>
/// <param name="NoProgress">How long nothing may be placed and nothing may end.</param>
/// <param name="FirstLook">How long after its placing an order is first looked at. The pauses double up to <paramref name="LastLook" />.</param>
/// <param name="LastLook">The longest pause between two looks.</param>
sealed record RunLimits(int AtOnce, TimeSpan NoProgress, TimeSpan FirstLook, TimeSpan LastLook)
{
    public static RunLimits Default { get; } =
        new(AtOnce: 64, TimeSpan.FromSeconds(120), FirstLook: TimeSpan.FromMilliseconds(60), LastLook: TimeSpan.FromSeconds(1));
}

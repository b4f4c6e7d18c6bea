using System.Diagnostics;

namespace Sagas.TestKit;

/// <summary>Waits for a condition, and says what was missing when it did not come.</summary>
public static class Eventually
{
    // Only what fails waits for so long. A machine that is busy is no failure.
    static readonly TimeSpan DefaultBound = TimeSpan.FromSeconds(90);
    static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(20);

    /// <param name="condition">Looked at again and again until it holds. What it throws, the test fails with.</param>
    /// <param name="what">Completes the sentence "Waited for ...".</param>
    /// <param name="within">90 seconds when not given.</param>
    /// <param name="describe">What is seen in place of what was expected; asked once, on failure.</param>
    public static async Task ShouldAsync(
        Func<Task<bool>> condition, string what, TimeSpan? within = null, Func<Task<string>>? describe = null)
    {
        var bound = within ?? DefaultBound;
        var elapsed = Stopwatch.StartNew();

        while (!await HoldsAsync(condition, bound - elapsed.Elapsed, what))
        {
            if (elapsed.Elapsed >= bound)
                throw new ShouldAssertException(await FailureAsync(what, bound, describe));

            // The one delay of the tests: state in other processes gives no signal to wait on, and looking without pause
            // would take from them the processor that they need to get there.
            await Task.Delay(BetweenLooks, TestContext.Current.CancellationToken);
        }
    }

    static async Task<bool> HoldsAsync(Func<Task<bool>> condition, TimeSpan left, string what)
    {
        var look = condition();
        try
        {
            // At least a second, so that the last look is not cut off.
            return await look.WaitAsync(left < OneSecond ? OneSecond : left, TestContext.Current.CancellationToken);
        }
        catch (TimeoutException) when (!look.IsCompleted)
        {
            throw new ShouldAssertException($"Waited for {what}, but looking for it did not end in time.");
        }
    }

    static readonly TimeSpan OneSecond = TimeSpan.FromSeconds(1);

    static async Task<string> FailureAsync(string what, TimeSpan bound, Func<Task<string>>? describe)
    {
        var failure = $"Waited {bound.TotalSeconds:0.#} s for {what}.";
        return describe is null ? failure : $"{failure}\nSeen instead: {await describe()}";
    }
}

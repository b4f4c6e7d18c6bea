namespace Sagas.EndToEnd.Tests;

/// <summary>A moment that nothing leads to: what dies at random does not wait for a condition.</summary>
static class Moment
{
    public static async Task InAsync(TimeSpan time)
    {
        using var timer = new PeriodicTimer(time > TimeSpan.FromMilliseconds(1) ? time : TimeSpan.FromMilliseconds(1));
        await timer.WaitForNextTickAsync();
    }
}

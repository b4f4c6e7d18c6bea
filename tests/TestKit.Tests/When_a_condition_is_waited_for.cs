namespace Sagas.TestKit.Tests;

public sealed class When_a_condition_is_waited_for
{
    [Fact]
    public async Task It_is_looked_at_until_it_holds()
    {
        var looks = 0;

        await Eventually.ShouldAsync(() => Task.FromResult(++looks == 3), "the third look");

        looks.ShouldBe(3);
    }

    [Fact]
    public async Task The_failure_says_what_was_missing_and_what_was_seen()
    {
        var failure = await Assert.ThrowsAsync<ShouldAssertException>(() => Eventually.ShouldAsync(
            () => Task.FromResult(false), "two orders", TimeSpan.FromMilliseconds(50), () => Task.FromResult("one order")));

        failure.Message.ShouldBe("Waited 0.1 s for two orders.\nSeen instead: one order");
    }

    [Fact]
    public async Task A_look_that_never_ends_fails_too()
    {
        var never = new TaskCompletionSource<bool>();

        var failure = await Assert.ThrowsAsync<ShouldAssertException>(() => Eventually.ShouldAsync(
            () => never.Task, "an answer", TimeSpan.FromMilliseconds(50)));

        failure.Message.ShouldContain("looking for it did not end");
    }

    [Fact]
    public async Task What_the_look_throws_is_not_swallowed() =>
        await Assert.ThrowsAsync<InvalidDataException>(() => Eventually.ShouldAsync(
            () => throw new InvalidDataException(), "anything"));

    [Fact]
    public async Task A_timeout_inside_the_look_is_its_own()
    {
        await Assert.ThrowsAsync<TimeoutException>(() => Eventually.ShouldAsync(
            () => Task.FromException<bool>(new TimeoutException()), "anything"));
    }
}

using MassTransit.EntityFrameworkCoreIntegration;

namespace Sagas.EntityFrameworkIntegration.Tests;

public sealed class When_subjects_queue
{
    static readonly Task<TimeSpan?> Succeed = Task.FromResult<TimeSpan?>(null);

    readonly SubjectQueue _queue = new(TimeProvider.System);

    [Fact]
    public async Task the_work_of_one_waits_and_that_of_others_does_not()
    {
        var (subject, release, order) = (Guid.CreateVersion7(), new TaskCompletionSource(), new List<int>());
        var first = _queue.RunAsync(subject, () => WorkAsync(1, release.Task));
        var second = _queue.RunAsync(subject, () => WorkAsync(2, Task.CompletedTask));
        await _queue.RunAsync(Guid.CreateVersion7(), () => WorkAsync(3, Task.CompletedTask));
        await _queue.RunAsync(null, () => WorkAsync(4, Task.CompletedTask));

        release.SetResult();
        (await Task.WhenAll(first, second)).ShouldBe([true, true]);
        order.ShouldBe([3, 4, 1, 2]);

        async Task<TimeSpan?> WorkAsync(int number, Task before)
        {
            await before;
            order.Add(number);
            return null;
        }
    }

    [Fact]
    public async Task what_waits_behind_a_failure_is_given_up_and_the_subject_is_held()
    {
        var (subject, fail, ran) = (Guid.CreateVersion7(), new TaskCompletionSource<TimeSpan?>(), false);
        var first = _queue.RunAsync(subject, () => fail.Task);
        var second = _queue.RunAsync(subject, () =>
        {
            ran = true;
            return Succeed;
        });

        fail.SetResult(TimeSpan.FromMinutes(1));
        (await Task.WhenAll(first, second)).ShouldBe([false, false]);
        ran.ShouldBeFalse();
        _queue.IsHeld(subject).ShouldBeTrue();

        // The sweep brings it back when its time has come.
        (await _queue.RunAsync(subject, () => Succeed)).ShouldBeTrue();
        _queue.IsHeld(subject).ShouldBeFalse();
    }

    [Fact]
    public async Task nothing_is_kept_of_those_that_are_done()
    {
        await Task.WhenAll(Enumerable.Range(0, 1000).Select(i => _queue.RunAsync(Guid.CreateVersion7(), async () =>
        {
            await Task.Yield();
            return (TimeSpan?)null;
        })));
        _queue.Count.ShouldBe(0);
    }

    [Fact]
    public async Task those_whose_hold_is_over_are_forgotten_when_another_fails()
    {
        var clock = new LateClock();
        var queue = new SubjectQueue(clock);
        for (var i = 0; i < 100; i++)
            await queue.RunAsync(Guid.CreateVersion7(), () => Task.FromResult<TimeSpan?>(TimeSpan.FromMinutes(1)));
        queue.Count.ShouldBe(100);

        clock.Now += TimeSpan.FromMinutes(2);
        await queue.RunAsync(Guid.CreateVersion7(), () => Task.FromResult<TimeSpan?>(TimeSpan.FromMinutes(1)));
        queue.Count.ShouldBe(1);
    }

    sealed class LateClock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = DateTimeOffset.UnixEpoch;

        public override DateTimeOffset GetUtcNow() => Now;
    }
}

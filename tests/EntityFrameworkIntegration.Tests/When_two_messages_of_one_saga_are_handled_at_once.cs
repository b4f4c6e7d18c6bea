using MassTransit;
using Npgsql;
using Sagas.EntityFrameworkIntegration.Tests.TollGates;
using Sagas.TestKit;
using Sagas.Transactions;

namespace Sagas.EntityFrameworkIntegration.Tests;

public sealed class When_two_messages_of_one_saga_are_handled_at_once(TollDatabase database) : IClassFixture<TollDatabase>
{
    [Fact]
    public async Task optimistic__the_overtaken_one_is_handled_again_and_both_changes_are_there()
    {
        await using var host = await TollHost.StartAsync(database);
        var gateId = await host.OpenGateAsync(database);
        CarArrived first = new(gateId, "A"), second = new(gateId, "B");
        var both = new Meeting(2);
        host.Trouble.Arrange<CarArrived>((_, attempt) => attempt == 1 ? both.ArriveAsync() : Task.CompletedTask);

        await Task.WhenAll(host.ToGateAsync(first), host.ToGateAsync(second));
        await database.UntilGateAsync(gateId, gate => gate?.Cars == 2, "to count both cars");

        (await database.GateAsync(gateId)).ShouldBe((3, 2, "Open"));
        (host.Trouble.Attempts(first) + host.Trouble.Attempts(second)).ShouldBe(3);
        host.Visits.Failures.ShouldHaveSingleItem().ShouldBeOfType<TransactionConflictException>();
        await database.UntilOutboxIsEmptyAsync(gateId);
        (await host.Sightings.UntilAsync<CarPassed>(2)).Select(passed => passed.Cars).ShouldBe([1, 2]);
    }

    [Fact]
    public async Task pessimistic__they_wait_for_each_other()
    {
        await using var host = await TollHost.StartAsync(database, new TollHostSettings { Gates = ConcurrencyMode.Pessimistic });
        var gateId = await host.OpenGateAsync(database);
        var cars = Enumerable.Range(1, 10).Select(i => new CarArrived(gateId, $"P-{i}")).ToList();
        var inside = 0;
        host.Trouble.Arrange<CarArrived>(async (_, _) =>
        {
            Interlocked.Increment(ref inside).ShouldBe(1, "The row is locked while a message is handled.");
            await Task.Yield();
            Interlocked.Decrement(ref inside);
        });

        await Task.WhenAll(cars.Select(car => host.ToGateAsync(car)));
        await database.UntilGateAsync(gateId, gate => gate?.Cars == 10, "to count ten cars");

        cars.ShouldAllBe(car => host.Trouble.Attempts(car) == 1);
        (await database.GateAsync(gateId)).ShouldBe((11, 10, "Open"));
        host.Visits.Failures.ShouldBeEmpty();
    }

    [Fact]
    public async Task one_that_meets_a_row_that_somebody_else_holds_waits_alone_from_then_on()
    {
        await using var host = await TollHost.StartAsync(database);
        var (held, free) = (await host.OpenGateAsync(database), await host.OpenGateAsync(database));
        await using (await HeldGate.HoldAsync(database, held))
        {
            await host.ToGateAsync(new CarArrived(held, "H"));
            await Eventually.ShouldAsync(() => Task.FromResult(!host.Visits.Failures.IsEmpty), "the shared transaction to stop waiting");
            await host.ToGateAsync(new CarArrived(free, "F"));
            await database.UntilGateAsync(free, gate => gate?.Cars == 1, "to count the car, while the other waits");
        }

        await database.UntilGateAsync(held, gate => gate?.Cars == 1, "to count the car");
        host.Visits.Modes.Where(unit => unit.SubjectId == held).Select(unit => unit.Mode).ShouldBe([TransactionMode.Shared, TransactionMode.Shared, TransactionMode.Own], "it was opened, was shared once, and then stood alone");
        host.Visits.Failures.ShouldAllBe(failure => ((PostgresException)failure).SqlState == PostgresErrorCodes.LockNotAvailable);
    }

    [Fact]
    public async Task one_that_ends_the_saga_sees_what_overtook_it()
    {
        await using var host = await TollHost.StartAsync(database);
        var gateId = await host.OpenGateAsync(database);
        var (demolishing, overtaken) = (new TaskCompletionSource(), new TaskCompletionSource());
        host.Trouble.Arrange<DemolishGate>((_, attempt) =>
        {
            demolishing.TrySetResult();
            return attempt == 1 ? overtaken.Task : Task.CompletedTask;
        });

        await host.ToGateAsync(new DemolishGate(gateId));
        await demolishing.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        await host.ToGateAsync(new CarArrived(gateId, "in the nick of time"));
        await database.UntilGateAsync(gateId, gate => gate?.Cars == 1, "to count the car");
        overtaken.SetResult();

        (await host.Sightings.UntilAsync<GateDemolished>(demolished => demolished.GateId == gateId)).Message.ShouldBe(new GateDemolished(gateId, Cars: 1));
        (await database.GateAsync(gateId)).ShouldBeNull();
    }

    /// <summary>Holds whoever arrives until all have.</summary>
    sealed class Meeting(int expected)
    {
        readonly TaskCompletionSource _complete = new(TaskCreationOptions.RunContinuationsAsynchronously);
        int _arrived;

        public Task ArriveAsync()
        {
            if (Interlocked.Increment(ref _arrived) == expected)
                _complete.SetResult();
            return _complete.Task.WaitAsync(TimeSpan.FromSeconds(30));
        }
    }
}

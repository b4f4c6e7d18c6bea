using MassTransit;
using Sagas.EntityFrameworkIntegration.Tests.TollGates;

namespace Sagas.EntityFrameworkIntegration.Tests;

public sealed class When_a_handler_fails(TollDatabase database) : IClassFixture<TollDatabase>
{
    [Fact]
    public async Task nothing_of_its_attempts_is_left_and_one_fault_is_published()
    {
        await using var host = await TollHost.StartAsync(database, new TollHostSettings { Retries = 3 });
        var gateId = await host.OpenGateAsync(database);
        var (car, messageId) = (new CarArrived(gateId, "B-2"), Guid.CreateVersion7());
        host.Trouble.Arrange<CarArrived>((_, _) => throw new InvalidOperationException("The barrier is stuck."));

        await host.ToGateAsync(car, messageId);
        var fault = (Fault<CarArrived>)(await host.Sightings.UntilAsync<Fault<CarArrived>>(fault => fault.Message == car)).Message;

        Innermost(fault.Exceptions.ShouldHaveSingleItem()).Message.ShouldBe("The barrier is stuck.");
        host.Trouble.Attempts(car).ShouldBe(4);
        (await database.GateAsync(gateId)).ShouldBe((1, 0, "Open"));
        (await database.InboxAsync(messageId)).ShouldBe(0);
        (await database.VisitsAsync(gateId)).ShouldBe(1);
        await database.UntilOutboxIsEmptyAsync(gateId);
        host.Visits.Failures.Count.ShouldBe(4);
        host.Sightings.With<CarPassed>().ShouldBeEmpty();

        // What follows on the same endpoint shows that no second fault was on its way.
        host.Trouble.Arrange<CarArrived>((_, _) => Task.CompletedTask);
        await host.ToGateAsync(new CarArrived(gateId, "B-3"));
        await host.Sightings.UntilAsync<CarPassed>(passed => passed.Plate == "B-3");
        host.Sightings.With<Fault<CarArrived>>().Count.ShouldBe(1);
    }

    [Fact]
    public async Task the_attempt_that_succeeds_is_the_only_one_that_counts()
    {
        await using var host = await TollHost.StartAsync(database);
        var gateId = await host.OpenGateAsync(database);
        var (car, messageId) = (new CarArrived(gateId, "B-4"), Guid.CreateVersion7());
        host.Trouble.Arrange<CarArrived>((_, attempt) => attempt < 3 ? throw new TimeoutException("not yet") : Task.CompletedTask);

        await host.ToGateAsync(car, messageId);
        var passed = await host.Sightings.UntilAsync<CarPassed>(passed => passed.GateId == gateId);

        host.Trouble.Attempts(car).ShouldBe(3);
        passed.Message.ShouldBe(new CarPassed(gateId, "B-4", Cars: 1));
        (await database.GateAsync(gateId)).ShouldBe((2, 1, "Open"));
        (await database.VisitsAsync(gateId)).ShouldBe(2);
        await database.UntilOutboxIsEmptyAsync(gateId);
        host.Sightings.With<CarPassed>().Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("recorder")]
    [InlineData("collector")]
    public async Task a_consumer_leaves_nothing_either(string endpoint)
    {
        await using var host = await TollHost.StartAsync(database, new TollHostSettings { Retries = 2 });
        var (crossingId, messageId) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        var till = await database.ScalarAsync<int>("select total from till");
        host.Trouble.Arrange<RecordCrossing>((_, _) => throw new InvalidOperationException("out of ink"));
        host.Trouble.Arrange<CollectToll>((_, _) => throw new InvalidOperationException("out of change"));

        if (endpoint == "recorder")
            await host.SendAsync(endpoint, new RecordCrossing(crossingId), messageId);
        else
            await host.SendAsync(endpoint, new CollectToll(crossingId, 5), messageId, context => context.ResponseAddress = new("exchange:observer"));
        await host.Sightings.UntilAsync<Fault>(_ => true);

        (await database.ScalarAsync<long>("select count(*) from crossings where crossing_id = $1", crossingId)).ShouldBe(0);
        (await database.ScalarAsync<int>("select total from till")).ShouldBe(till);
        (await database.InboxAsync(messageId)).ShouldBe(0);
        (await database.OutboxAsync()).ShouldBe(0);
        host.Sightings.With<CrossingRecorded>().ShouldBeEmpty();
        host.Sightings.With<TollCollected>().ShouldBeEmpty();
    }

    [Fact]
    public async Task a_commit_that_fails_for_good_is_a_fault_like_any_other()
    {
        await using var host = await TollHost.StartAsync(database, new TollHostSettings { Retries = 2 });
        var (crossing, messageId) = (new RecordCrossing(Guid.CreateVersion7()), Guid.CreateVersion7());
        await database.ExecuteAsync("insert into crossings values ($1)", crossing.CrossingId);

        await host.SendAsync("recorder", crossing, messageId);
        var fault = (Fault<RecordCrossing>)(await host.Sightings.UntilAsync<Fault<RecordCrossing>>(fault => fault.Message == crossing)).Message;

        fault.FaultedMessageId.ShouldBe(messageId);
        fault.Exceptions.ShouldHaveSingleItem().Message.ShouldContain("crossings_pkey");
        host.Trouble.Attempts(crossing).ShouldBe(3);
        (await database.InboxAsync(messageId)).ShouldBe(0);
        (await database.OutboxAsync()).ShouldBe(0);
    }

    static ExceptionInfo Innermost(ExceptionInfo exception) => exception.InnerException is { } inner ? Innermost(inner) : exception;
}

using MassTransit;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Sagas.EntityFrameworkIntegration.Tests.TollGates;
using Sagas.Transactions;

namespace Sagas.EntityFrameworkIntegration.Tests;

public sealed class When_a_handler_saves_through_its_DbContext(TollDatabase database) : IClassFixture<TollDatabase>
{
    [Theory]
    [InlineData("saver")]
    [InlineData("saver-in-one-scope")]
    public async Task only_the_attempt_that_succeeds_is_saved_with_its_inbox_and_its_messages(string endpoint)
    {
        await using var host = await StartAsync();
        var (message, messageId) = (new RecordCrossing(Guid.CreateVersion7()), Guid.CreateVersion7());
        var seenBeforeCommit = new List<(long Crossings, long Inbox)>();
        host.Trouble.Arrange<RecordCrossing>(async (_, attempt) =>
        {
            seenBeforeCommit.Add((await CrossingsAsync(message.CrossingId), await database.InboxAsync(messageId)));
            if (attempt < 3)
                throw new TimeoutException("not yet");
        });

        await host.SendAsync(endpoint, message, messageId);
        await host.Sightings.UntilAsync<CrossingRecorded>(1, recorded => recorded.CrossingId == message.CrossingId);

        seenBeforeCommit.ShouldBe([(0, 0), (0, 0), (0, 0)]);
        (await CrossingsAsync(message.CrossingId)).ShouldBe(1);
        (await database.InboxAsync(messageId)).ShouldBe(1);
        await database.UntilOutboxIsEmptyAsync();
    }

    [Fact]
    public async Task a_handler_that_fails_for_good_has_saved_nothing()
    {
        await using var host = await StartAsync(retries: 1);
        var (message, messageId) = (new RecordCrossing(Guid.CreateVersion7()), Guid.CreateVersion7());
        host.Trouble.Arrange<RecordCrossing>((_, _) => throw new InvalidOperationException("The pen is dry."));

        await host.SendAsync("saver", message, messageId);
        await host.Sightings.UntilAsync<Fault<RecordCrossing>>(fault => fault.Message == message);

        (await CrossingsAsync(message.CrossingId)).ShouldBe(0);
        (await database.InboxAsync(messageId)).ShouldBe(0);
        host.Sightings.Of<CrossingRecorded>().ShouldBeEmpty();
    }

    [Fact]
    public async Task what_it_leaves_unsaved_is_saved()
    {
        await using var host = await StartAsync();
        var message = new RecordCrossing(Guid.CreateVersion7());

        await host.SendAsync("forgetful", message);
        await host.Sightings.UntilAsync<CrossingRecorded>(recorded => recorded.CrossingId == message.CrossingId);

        (await CrossingsAsync(message.CrossingId)).ShouldBe(1);
    }

    [Fact]
    public async Task when_saving_that_fails_for_good_it_is_a_fault_like_any_other()
    {
        await using var host = await StartAsync(retries: 1);
        var message = new RecordCrossing(Guid.CreateVersion7());
        await database.ExecuteAsync("insert into crossings values ($1)", message.CrossingId);

        await host.SendAsync("forgetful", message);

        await host.Sightings.UntilAsync<Fault<RecordCrossing>>(1, fault => fault.Message == message);
        host.Sightings.Of<CrossingRecorded>().ShouldBeEmpty();
    }

    [Fact]
    public async Task a_save_that_fails_can_be_caught_and_the_rest_goes_on()
    {
        await using var host = await StartAsync();
        var message = new RecordCrossing(Guid.CreateVersion7());
        await database.ExecuteAsync("insert into crossings values ($1)", message.CrossingId);

        await host.SendAsync("tolerant", message);
        await host.Sightings.UntilAsync<CrossingRecorded>(recorded => recorded.CrossingId == message.CrossingId);

        (await CrossingsAsync(message.CrossingId)).ShouldBe(1);
    }

    [Fact]
    public async Task what_it_reads_first_is_read_in_the_same_transaction()
    {
        await using var host = await StartAsync();
        var message = new RecordCrossing(Guid.CreateVersion7());

        await host.SendAsync("reader", message);

        await host.Sightings.UntilAsync<CrossingRecorded>(recorded => recorded.CrossingId == message.CrossingId);
        (await CrossingsAsync(message.CrossingId)).ShouldBe(1);
    }

    Task<TollHost> StartAsync(int retries = 3) => TollHost.StartAsync(database, new TollHostSettings
    {
        Retries = retries,
        Bus = bus =>
        {
            bus.AddConsumer<Saver>().Endpoint(endpoint => endpoint.Name = "saver");
            bus.AddConsumer<SaverInOneScope>().Endpoint(endpoint => endpoint.Name = "saver-in-one-scope");
            bus.AddConsumer<Forgetful>().Endpoint(endpoint => endpoint.Name = "forgetful");
            bus.AddConsumer<Tolerant>().Endpoint(endpoint => endpoint.Name = "tolerant");
            bus.AddConsumer<Reader>().Endpoint(endpoint => endpoint.Name = "reader");
            bus.AddConfigureEndpointsCallback((context, name, endpoint) =>
            {
                // One scope, and with it one DbContext, around all the attempts.
                if (name == "saver-in-one-scope")
                    endpoint.UseServiceScope(context);
            });
        },
    });

    Task<long> CrossingsAsync(Guid id) => database.ScalarAsync<long>("select count(*) from crossings where crossing_id = $1", id);

    class Saver(TollDbContext context, Trouble trouble) : IConsumer<RecordCrossing>
    {
        public async Task Consume(ConsumeContext<RecordCrossing> consume)
        {
            context.Add(new Crossing(consume.Message.CrossingId));
            await context.SaveChangesAsync(consume.CancellationToken);
            await consume.Publish(new CrossingRecorded(consume.Message.CrossingId));
            await trouble.MeetAsync(consume.Message);
        }
    }

    sealed class SaverInOneScope(TollDbContext context, Trouble trouble) : Saver(context, trouble);

    sealed class Forgetful(TollDbContext context) : IConsumer<RecordCrossing>
    {
        public Task Consume(ConsumeContext<RecordCrossing> consume)
        {
            context.Add(new Crossing(consume.Message.CrossingId));
            return consume.Publish(new CrossingRecorded(consume.Message.CrossingId));
        }
    }

    sealed class Tolerant(TollDbContext context) : IConsumer<RecordCrossing>
    {
        public async Task Consume(ConsumeContext<RecordCrossing> consume)
        {
            context.Add(new Crossing(consume.Message.CrossingId));
            await Should.ThrowAsync<DbUpdateException>(() => context.SaveChangesAsync(consume.CancellationToken));
            context.ChangeTracker.Clear();
            await consume.Publish(new CrossingRecorded(consume.Message.CrossingId));
        }
    }

    sealed class Reader(TollDbContext context, IUnitOfWork<TollDbContext> unit) : IConsumer<RecordCrossing>
    {
        public async Task Consume(ConsumeContext<RecordCrossing> consume)
        {
            (await context.Set<Crossing>().AnyAsync(crossing => crossing.CrossingId == consume.Message.CrossingId)).ShouldBeFalse();
            await using var insert = new NpgsqlCommand("insert into crossings values ($1)", await unit.ConnectAsync(consume.CancellationToken))
            {
                Parameters = { new() { Value = consume.Message.CrossingId } },
            };
            await insert.ExecuteNonQueryAsync();

            // Not committed, and visible here: it is the same transaction. EF Core's synchronous calls are in it, too.
            context.Set<Crossing>().Any(crossing => crossing.CrossingId == consume.Message.CrossingId).ShouldBeTrue();
            await consume.Publish(new CrossingRecorded(consume.Message.CrossingId));
        }
    }
}

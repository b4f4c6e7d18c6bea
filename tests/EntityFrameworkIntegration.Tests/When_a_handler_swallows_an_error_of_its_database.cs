using MassTransit;
using Npgsql;
using Sagas.EntityFrameworkIntegration.Tests.TollGates;

namespace Sagas.EntityFrameworkIntegration.Tests;

public sealed class When_a_handler_swallows_an_error_of_its_database(TollDatabase database) : IClassFixture<TollDatabase>
{
    [Fact]
    public async Task the_message_is_not_taken_for_handled()
    {
        // After an error PostgreSQL answers COMMIT with ROLLBACK, and calls that a success.
        await using var host = await TollHost.StartAsync(database, new TollHostSettings
        {
            Retries = 1,
            Bus = bus => bus.AddConsumer<Careless>().Endpoint(endpoint => endpoint.Name = "careless"),
        });
        var messageId = Guid.CreateVersion7();

        await host.SendAsync("careless", new RecordCrossing(Guid.CreateVersion7()), messageId);

        await host.Sightings.UntilAsync<Fault<RecordCrossing>>(_ => true);
        (await database.InboxAsync(messageId)).ShouldBe(0);
    }

    [ReadsUnitOfWork]
    sealed class Careless(Transactions.IUnitOfWork<TollDbContext> unit) : IConsumer<RecordCrossing>
    {
        public async Task Consume(ConsumeContext<RecordCrossing> context)
        {
            var connection = await unit.ConnectAsync(context.CancellationToken);
            await using var command = new NpgsqlCommand("update till set total = total / 0", connection);
            await Should.ThrowAsync<PostgresException>(() => command.ExecuteNonQueryAsync());
        }
    }
}

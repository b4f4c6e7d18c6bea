using MassTransit;
using MassTransit.EntityFrameworkCoreIntegration;
using Sagas.EntityFrameworkIntegration.Tests.TollGates;
using Sagas.TestKit;

namespace Sagas.EntityFrameworkIntegration.Tests;

public sealed class When_the_host_stops(TollDatabase database, RabbitMqVirtualHost broker) : IClassFixture<TollDatabase>, IClassFixture<RabbitMqVirtualHost>
{
    const int Messages = 40;

    [Fact]
    public async Task what_the_last_handlers_send_leaves_before_the_bus_is_gone()
    {
        var (entered, stopping, release) = (0, new Stopping(), new TaskCompletionSource());
        var host = await TollHost.StartAsync(database, new TollHostSettings { RabbitMq = broker.ConnectionString, Bus = bus => bus.AddBusObserver(_ => stopping) });
        host.Trouble.Arrange<RecordCrossing>((_, _) =>
        {
            Interlocked.Increment(ref entered);
            return release.Task;
        });
        for (var i = 0; i < Messages; i++)
            await host.SendAsync("recorder", new RecordCrossing(Guid.CreateVersion7()));
        await Eventually.ShouldAsync(() => Task.FromResult(entered == Messages), "the messages to be in the hands of their handlers");

        var stopped = host.DisposeAsync().AsTask();
        await stopping.Begun.Task.WaitAsync(TestContext.Current.CancellationToken);
        release.SetResult();
        await stopped;

        (await database.ScalarAsync<long>("select count(*) from inbox")).ShouldBe(Messages);
        (await database.OutboxAsync()).ShouldBe(0, await database.DescribeOutboxAsync());
    }

    sealed class Stopping : IBusObserver
    {
        public TaskCompletionSource Begun { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task PreStop(IBus bus)
        {
            Begun.TrySetResult();
            return Task.CompletedTask;
        }

        public void PostCreate(IBus bus)
        {
        }

        public void CreateFaulted(Exception exception)
        {
        }

        public Task PreStart(IBus bus) => Task.CompletedTask;

        public Task PostStart(IBus bus, Task<BusReady> busReady) => Task.CompletedTask;

        public Task StartFaulted(IBus bus, Exception exception) => Task.CompletedTask;

        public Task PostStop(IBus bus) => Task.CompletedTask;

        public Task StopFaulted(IBus bus, Exception exception) => Task.CompletedTask;
    }
}

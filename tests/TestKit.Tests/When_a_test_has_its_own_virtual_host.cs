using System.Text;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Sagas.TestKit.Tests;

public sealed class When_a_test_has_its_own_virtual_host
{
    [Fact]
    public async Task Its_queues_are_counted_purged_and_deleted()
    {
        await using var virtualHost = await RabbitMqVirtualHost.CreateAsync();
        await using var connection = await ConnectAsync(virtualHost);
        await using var channel = await connection.CreateChannelAsync(new CreateChannelOptions(true, true), TestContext.Current.CancellationToken);
        await channel.QueueDeclareAsync("a/b", durable: true, exclusive: false, autoDelete: false);
        await channel.QueueDeclareAsync("empty", durable: true, exclusive: false, autoDelete: false);
        await channel.BasicPublishAsync("", "a/b", Encoding.UTF8.GetBytes("one"));
        await channel.BasicPublishAsync("", "a/b", Encoding.UTF8.GetBytes("two"));

        (await virtualHost.QueuesAsync()).ShouldBe(new Dictionary<string, uint> { ["a/b"] = 2, ["empty"] = 0 }, ignoreOrder: true);

        await virtualHost.PurgeQueueAsync("a/b");
        (await virtualHost.QueuesAsync())["a/b"].ShouldBe(0u);

        await virtualHost.DeleteQueueAsync("a/b");
        (await virtualHost.QueuesAsync()).Keys.ShouldBe(["empty"]);
    }

    [Fact]
    public async Task A_queue_that_does_not_exist_cannot_be_deleted()
    {
        await using var virtualHost = await RabbitMqVirtualHost.CreateAsync();

        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => virtualHost.DeleteQueueAsync("mistyped"));

        failure.Message.ShouldContain("404");
    }

    [Fact]
    public async Task It_is_gone_when_the_test_is_over()
    {
        var virtualHost = await RabbitMqVirtualHost.CreateAsync();
        await virtualHost.DisposeAsync();

        await Assert.ThrowsAnyAsync<RabbitMQClientException>(async () =>
        {
            await using var connection = await ConnectAsync(virtualHost);
            await connection.CreateChannelAsync();
        });
    }

    static Task<IConnection> ConnectAsync(RabbitMqVirtualHost virtualHost) =>
        new ConnectionFactory { Uri = new Uri(virtualHost.ConnectionString) }.CreateConnectionAsync(TestContext.Current.CancellationToken);
}

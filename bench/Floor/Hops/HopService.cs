using System.Threading.Channels;
using Npgsql;
using RabbitMQ.Client;
using Sagas.Floor.Broker;
using Sagas.Floor.Databases;
using Sagas.Floor.Forms;

namespace Sagas.Floor.Hops;

/// <summary>One service: what its queue delivers is written by its workers, sent on, and deleted from its outbox.</summary>
/// <param name="form">How it writes.</param>
/// <param name="tables">What it writes.</param>
/// <param name="database">Its database.</param>
/// <param name="broker">Its connection.</param>
/// <param name="copies">How often each message is sent.</param>
sealed class HopService(Form form, ITables tables, NpgsqlDataSource database, IConnection broker, int copies) : IAsyncDisposable
{
    const ushort Prefetch = 100;

    readonly SentRows _sent = new(database);
    readonly List<Task> _running = [];
    Publisher? _publisher;

    /// <summary>Ends when something has gone wrong, or when it is told to.</summary>
    public Task Ended => Task.WhenAny(_running).Unwrap();

    public async Task StartAsync(Role role, Itinerary itinerary, CancellationToken stop)
    {
        var publishing = await broker.CreateChannelAsync(new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: false), stop);
        _publisher = new Publisher(publishing, _sent.Writer, copies);
        _running.Add(Task.Run(() => _publisher.RunAsync(stop), stop));
        _running.Add(Task.Run(() => _sent.RunAsync(stop), stop));

        var arrivals = await WorkAsync(role, stop);
        var consuming = await broker.CreateChannelAsync(cancellationToken: stop);
        await consuming.BasicQosAsync(0, Prefetch, global: false, stop);
        await consuming.BasicConsumeAsync(ServiceNames.Of(role), autoAck: false, new Consumer(consuming, itinerary, arrivals), stop);
    }

    /// <summary>Lets workers of a role begin, and returns where to put what they are to write.</summary>
    public async Task<ChannelWriter<Arrival>> WorkAsync(Role role, CancellationToken stop)
    {
        var arrivals = Channel.CreateUnbounded<Arrival>();
        var workers = form.WorkersOf(role);
        for (var i = 0; i < workers; i++)
        {
            var writer = await tables.OpenAsync(role, database, form.Groups);
            var worker = new Worker(arrivals.Reader, writer, form.Group, alone: workers == 1, Send);
            _running.Add(Task.Run(
                async () =>
                {
                    await using (writer)
                        await worker.RunAsync(stop);
                },
                stop));
        }

        return arrivals.Writer;
    }

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(_running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await broker.DisposeAsync();
        await database.DisposeAsync();
    }

    void Send(Hop hop) => _publisher?.Send(hop);
}

using System.Threading.Channels;

namespace Sagas.Floor.Hops;

/// <summary>Writes what has arrived, as much at once as a group may hold, and settles it after the commit.</summary>
/// <param name="arrivals">What arrives.</param>
/// <param name="writer">Writes it.</param>
/// <param name="group">How many may share a commit.</param>
/// <param name="alone">No other worker reads the same arrivals, so whatever came before a group is settled.</param>
/// <param name="send">Sends on what is committed.</param>
sealed class Worker(ChannelReader<Arrival> arrivals, IHopWriter writer, int group, bool alone, Action<Hop> send)
{
    readonly List<Arrival> _taken = new(group);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (await arrivals.WaitToReadAsync(cancellationToken))
        {
            while (_taken.Count < group && arrivals.TryRead(out var arrival))
                _taken.Add(arrival);
            if (_taken.Count == 0)
                continue;

            await WriteAsync(cancellationToken);
            _taken.Clear();
        }
    }

    async Task WriteAsync(CancellationToken cancellationToken)
    {
        // A message can be delivered again while it is still here.
        Hop[] hops = _taken.Count == 1 ? [_taken[0].Hop] : [.. _taken.Select(arrival => arrival.Hop).DistinctBy(hop => hop.Id)];
        var written = await writer.WriteAsync(hops, cancellationToken);
        foreach (var hop in hops)
        {
            if (written.Contains(hop.Id))
                send(hop);
        }

        if (alone && _taken[^1] is Broker.Delivery last)
        {
            await last.SettleAsync(written: true, andAllBefore: true);
            return;
        }

        foreach (var arrival in _taken)
            await arrival.SettleAsync(written.Contains(arrival.Hop.Id), andAllBefore: false);
    }
}

using Npgsql;
using Sagas.Floor.Hops;

namespace Sagas.Floor.Equal;

/// <summary>
/// Has the gateway charge orders before what it answered is written. The gateway is somebody else's: each charge is a call and a commit of its own, whatever is grouped here, and
/// no transaction of ours is open meanwhile.
/// </summary>
sealed class ChargingWriter(NpgsqlDataSource gateway, IHopWriter payments) : IHopWriter
{
    // Two calls about one charge at the same time may meet at either of its unique columns, and both say that it is made.
    const string Charge =
        "insert into charges (key, outcome, amount, currency, reference) values ($1, 'captured', $2, 'USD', $3) on conflict do nothing";

    public static async Task<IHopWriter> OpenAsync(NpgsqlDataSource gateway, Task<IHopWriter> payments) => new ChargingWriter(gateway, await payments);

    public async Task<HashSet<Guid>> WriteAsync(IReadOnlyList<Hop> hops, CancellationToken cancellationToken)
    {
        await Task.WhenAll(hops.Select(hop => ChargeAsync(hop, cancellationToken)));
        return await payments.WriteAsync(hops, cancellationToken);
    }

    public ValueTask DisposeAsync() => payments.DisposeAsync();

    async Task ChargeAsync(Hop hop, CancellationToken cancellationToken)
    {
        await using var command = gateway.CreateCommand(Charge);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = EffectDone.KeyOf(hop) });
        command.Parameters.Add(new NpgsqlParameter<decimal> { TypedValue = hop.Order.Total });
        command.Parameters.Add(new NpgsqlParameter<string?> { TypedValue = hop.Order.GatewayReference });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}

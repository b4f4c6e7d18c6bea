using Npgsql;
using Sagas.EventStore;

namespace Sagas.OrderSaga.Maintenance;

/// <summary>The command <c>verify-events</c>: walks the hash chains of all streams, without starting the service.</summary>
static class VerifyEvents
{
    /// <returns>The exit code: 0 when everything fits, 1 when an event does not, 2 when it could not be found out.</returns>
    public static async Task<int> RunAsync(IServiceProvider services, TextWriter output, CancellationToken cancellationToken = default)
    {
        try
        {
            var report = await services.GetRequiredService<EventStoreVerifier>().VerifyAsync(cancellationToken: cancellationToken);
            foreach (var broken in report.Broken)
                await output.WriteLineAsync(FormattableString.Invariant($"{broken.Stream}, event {broken.Version}: {broken.Why}."));
            foreach (var broken in report.Anchors)
                await output.WriteLineAsync(FormattableString.Invariant($"Anchor of {broken.Day:yyyy-MM-dd}: {broken.Why}."));
            await output.WriteLineAsync(FormattableString.Invariant(
                $"{report.Events} events in {report.Streams} streams verified: {(report.Holds ? "they are what was appended." : "NOT everything is what was appended.")}"));
            return report.Holds ? 0 : 1;
        }
        catch (NpgsqlException exception)
        {
            await output.WriteLineAsync($"The events could not be verified. Check ConnectionStrings:OrderSaga, and that the service has migrated its database. PostgreSQL said: {exception.Message}");
            return 2;
        }
    }
}

using Npgsql;
using Sagas.Projections;

namespace Sagas.OrderSaga.ReadSide;

/// <summary>The command <c>roll-back orders REASON</c>: makes the read model live again that the last rebuild replaced.</summary>
static class RollBackReadModel
{
    /// <returns>The exit code: 0 when it is live, 1 when there is none, 2 when it could not be done.</returns>
    public static async Task<int> RunAsync(IServiceProvider services, string[] args, TextWriter output, CancellationToken cancellationToken = default)
    {
        var rebuilds = services.GetRequiredService<ProjectionRebuild>();
        if (args is not [var projection, { Length: > 0 } reason] || !rebuilds.Known.Contains(projection))
        {
            await output.WriteLineAsync($"roll-back PROJECTION REASON\n\nPROJECTION is one of: {string.Join(", ", rebuilds.Known)}.");
            return 2;
        }

        try
        {
            var rolledBack = await rebuilds.RollBackAsync(projection, Environment.UserName, reason, cancellationToken);
            await output.WriteLineAsync(rolledBack
                ? $"{projection} is as it was before it was rebuilt, and catches up with what has happened since."
                : $"There is no other {projection} to roll back to. Nothing was changed.");
            return rolledBack ? 0 : 1;
        }
        catch (NpgsqlException exception)
        {
            await output.WriteLineAsync($"{projection} could not be rolled back. PostgreSQL said: {exception.Message}");
            return 2;
        }
    }
}

using System.Globalization;
using Npgsql;
using Sagas.Projections;

namespace Sagas.OrderSaga.ReadSide;

/// <summary>The command <c>rebuild orders</c>: replays all events beside the live read model, compares the two, and swaps them. It may run while the service does; run again, it resumes.</summary>
static class RebuildReadModel
{
    const string Usage =
        """
        rebuild PROJECTION [--from-the-start] [--force REASON]

        An interrupted rebuild goes on where it was; --from-the-start begins anew, as after a projection was mended. A rebuilt model that differs from the
        live one goes live only with --force and a reason, which is recorded.
        """;

    /// <returns>The exit code: 0 when the rebuilt model is live, 1 when it differs and is not, 2 when it could not be rebuilt.</returns>
    public static async Task<int> RunAsync(IServiceProvider services, string[] args, TextWriter output, CancellationToken cancellationToken = default)
    {
        var rebuilds = services.GetRequiredService<ProjectionRebuild>();
        if (Parse(args) is not var (projection, options) || !rebuilds.Known.Contains(projection))
        {
            await output.WriteLineAsync($"{Usage}\n\nPROJECTION is one of: {string.Join(", ", rebuilds.Known)}.");
            return 2;
        }

        try
        {
            var report = await rebuilds.RunAsync(projection, options with { Progress = progress => output.WriteLine(Tell(progress)) }, cancellationToken);
            foreach (var difference in report.Differences)
                await output.WriteLineAsync(difference);
            await output.WriteLineAsync(report switch
            {
                { Swapped: false } => $"{projection} was rebuilt and differs. The live one stays. Look at the differences: if they are what was meant, run rebuild {projection} --force REASON.",
                { Differences.Count: 0 } => $"{projection} was rebuilt, equals the one that was live, and is live now. roll-back {projection} REASON undoes that.",
                _ => $"{projection} was rebuilt, differs as shown, and is live now. roll-back {projection} REASON undoes that.",
            });
            return report.Swapped ? 0 : 1;
        }
        catch (RebuildBlockedException exception)
        {
            await output.WriteLineAsync($"{projection} could not be rebuilt, and the live one stays. {exception.Message}");
            return 2;
        }
        catch (NpgsqlException exception)
        {
            await output.WriteLineAsync($"{projection} could not be rebuilt, and the live one stays. Run the command again to go on. PostgreSQL said: {exception.Message}");
            return 2;
        }
    }

    static (string Projection, RebuildOptions Options)? Parse(string[] args) =>
        args is [var projection, .. var rest] && Parse(rest, new RebuildOptions { By = Environment.UserName }) is { } options ? (projection, options) : null;

    static RebuildOptions? Parse(string[] args, RebuildOptions options) => args switch
    {
        [] => options,
        ["--from-the-start", .. var rest] => Parse(rest, options with { FromTheStart = true }),
        ["--force", { Length: > 0 } reason, .. var rest] when !reason.StartsWith('-') => Parse(rest, options with { Force = reason }),
        _ => null,
    };

    static string Tell(RebuildProgress progress) => string.Create(
        CultureInfo.InvariantCulture,
        $"{progress.Events:N0} of {progress.OfEvents:N0} events, {progress.Rate:N0} per second, {(progress.Left is { } left ? $"{left:hh\\:mm\\:ss} left" : "no estimate yet")}");
}

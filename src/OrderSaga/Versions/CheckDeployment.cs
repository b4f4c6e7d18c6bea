using Npgsql;

namespace Sagas.OrderSaga.Versions;

/// <summary>The command <c>--check</c>: a gate in front of a deployment. It reads the database that the release is to be deployed on, migrated or not, and changes nothing.</summary>
static class CheckDeployment
{
    /// <returns>The exit code: 0 when every saga in flight would go on, 1 when some would be stuck, 2 when it could not be found out.</returns>
    public static async Task<int> RunAsync(IServiceProvider services, TextWriter output, CancellationToken cancellationToken = default)
    {
        try
        {
            var findings = await services.GetRequiredService<InFlight>().CompareAsync(cancellationToken);
            foreach (var finding in findings)
                await output.WriteLineAsync(finding);
            await output.WriteLineAsync(findings.Count == 0 ? "Every saga in flight can go on with this release." : "Do NOT deploy this release yet.");
            return findings.Count == 0 ? 0 : 1;
        }
        catch (NpgsqlException exception)
        {
            await output.WriteLineAsync($"The sagas in flight could not be compared: {exception.Message} Check ConnectionStrings:OrderSaga.");
            return 2;
        }
    }
}

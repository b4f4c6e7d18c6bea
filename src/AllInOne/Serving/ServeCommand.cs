using Sagas.AllInOne.Databases;
using Sagas.ServiceDefaults;

namespace Sagas.AllInOne.Serving;

static class ServeCommand
{
    public static async Task<int> RunAsync(int port, bool withRabbitMq, CancellationToken cancellationToken)
    {
        try
        {
            var settings = Settings.From(Environment.GetEnvironmentVariable, withRabbitMq);
            await new DatabaseProvisioning(settings.Databases).ProvisionAsync(cancellationToken);
            await using var app = FourServices.Build(settings, port);
            return await app.RunServiceAsync([]);
        }
        catch (Exception exception) when (StartFailure.ReasonFor(exception) is { } reason)
        {
            await Console.Error.WriteLineAsync(reason);
            return 1;
        }
    }
}

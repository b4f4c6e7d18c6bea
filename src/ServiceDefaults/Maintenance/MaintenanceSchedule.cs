using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Npgsql;
using Quartz;
using Sagas.ServiceDefaults.Maintenance;

namespace Sagas.ServiceDefaults;

/// <summary>Runs what recurs, once for all processes of a service.</summary>
public static class MaintenanceSchedule
{
    /// <summary>
    /// Adds a scheduler on a service's database that prunes the inbox, decided dead letters and whatever else the service names. The database's outbox has to be added too, with
    /// <c>DisableInboxCleanupService</c>: one process cleans the inbox, not each.
    /// </summary>
    /// <param name="builder">The host.</param>
    /// <param name="name">The connection string's name, such as <c>Inventory</c>.</param>
    /// <param name="prunings">What to prune beside what every service has.</param>
    public static void AddMaintenance<TDbContext>(this IHostApplicationBuilder builder, string name, params Pruning[] prunings)
        where TDbContext : DbContext
    {
        var services = builder.Services;
        services.AddOptions<MaintenanceOptions>().BindConfiguration(MaintenanceOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddKeyedSingleton(name, (provider, _) => new MaintenancePlan(
            name,
            provider.GetRequiredKeyedService<NpgsqlDataSource>(typeof(TDbContext)),
            [.. OfEveryService(provider.GetRequiredService<IOptions<MaintenanceOptions>>().Value), .. prunings]));
        services.AddSingleton(provider => provider.GetRequiredKeyedService<MaintenancePlan>(name));

        var connectionString = builder.Configuration.GetConnectionString(name)!;
        services.AddQuartz(name, scheduler =>
        {
            scheduler.ConfigureScheduler(options => options.GenerateInstanceId = true);
            scheduler.UseDefaultThreadPool(1);
            scheduler.UsePersistentStore(store =>
            {
                store.UsePostgres(NpgsqlFactory.Instance, connectionString);
                store.UseClustering(cluster => cluster.CheckinInterval = TimeSpan.FromSeconds(15));
                store.ConfigureStore(options => options.TablePrefix = "quartz.");
            });
            scheduler.ScheduleJob<PruningJob>(
                (provider, trigger) => trigger.WithIdentity(PruningJob.Name).WithCronSchedule(provider.GetRequiredService<IOptions<MaintenanceOptions>>().Value.Schedule),
                (_, job) => job.WithIdentity(PruningJob.Name));
        });
        services.AddQuartzHostedService(name, options => options.WaitForJobsToComplete = true);
    }

    static Pruning[] OfEveryService(MaintenanceOptions options) =>
        [Pruning.Inbox(options.InboxWindow), Pruning.DeadLetters(options.DeadLetterWindow), Pruning.Runs(options.RunWindow)];
}

using Microsoft.Extensions.Options;
using Quartz;
using Sagas.OrderSaga.Orders;

namespace Sagas.OrderSaga.Maintenance;

/// <summary>Puts the audit on the scheduler that runs the service's other maintenance: it has a name, and takes jobs from its own registration only until it is built.</summary>
sealed class AuditSchedule(ISchedulerFactory schedulers, IOptions<OrderOptions> options) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var scheduler = await schedulers.GetScheduler(cancellationToken);
        var job = JobBuilder.Create<AuditJob>().WithIdentity(AuditJob.Name).Build();
        var trigger = TriggerBuilder.Create().WithIdentity(AuditJob.Name).WithCronSchedule(options.Value.AuditSchedule).Build();
        await scheduler.ScheduleJob(job, trigger, new ScheduleJobOptions { Replace = true }, cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Sagas.SagaTimeline.Masking;
using Sagas.SagaTimeline.Recording;
using Sagas.Transactions;

namespace Sagas.SagaTimeline;

/// <summary>Records the timelines of sagas.</summary>
public static class SagaTimelineConfigurationExtensions
{
    /// <summary>
    /// Records every delivery to a saga in the tables of <see cref="SagaTimelineSchema" />, in the transaction that handles it. Takes part in the database's
    /// units of work, and uses its <see cref="NpgsqlDataSource" />, both registered under the key <c>typeof(TDatabase)</c>.
    /// </summary>
    /// <typeparam name="TDatabase">Names the database that the saga is kept in: its DbContext.</typeparam>
    /// <typeparam name="TStateMachine">The state machine.</typeparam>
    /// <typeparam name="TSaga">Its instances.</typeparam>
    /// <param name="services">The container.</param>
    /// <param name="configure">Says what is masked, and what else is recorded.</param>
    public static IServiceCollection AddSagaTimeline<TDatabase, TStateMachine, TSaga>(
        this IServiceCollection services, Action<SagaTimelineOptions>? configure = null)
        where TStateMachine : class, SagaStateMachine<TSaga>
        where TSaga : class, SagaStateMachineInstance
    {
        var options = new SagaTimelineOptions();
        configure?.Invoke(options);

        services.CheckName(typeof(TDatabase), typeof(TSaga));
        services.TryAddSingleton(TimeProvider.System);
        services.AddFailedAttempts(typeof(TDatabase));
        services.AddSingleton(provider => new SagaShape<TSaga>(provider.GetRequiredService<TStateMachine>(), new Masks(options.Masks)));
        services.AddSingleton<IEventObserver<TSaga>, TimelineObserver<TSaga>>();
        return services.AddKeyedSingleton<IEnlistment>(typeof(TDatabase), (provider, database) => new TimelineEnlistment<TSaga>(
            provider.GetRequiredService<SagaShape<TSaga>>(),
            options,
            provider.GetRequiredKeyedService<FailedAttempts>(database),
            provider.GetRequiredService<TimeProvider>()));
    }

    /// <summary>A timeline goes by its saga's short name, so two sagas of one name would share it.</summary>
    static void CheckName(this IServiceCollection services, Type database, Type saga)
    {
        var recorded = services.Where(service => service.ServiceType == typeof(RecordedSaga) && Equals(service.ServiceKey, database))
            .Select(service => ((RecordedSaga)service.KeyedImplementationInstance!).Type);
        if (recorded.FirstOrDefault(other => other.Name == saga.Name && other != saga) is { } namesake)
        {
            throw new InvalidOperationException(
                $"{saga.FullName} and {namesake.FullName} would share their timelines in {database.Name}, which go by the class's name. Rename one of them.");
        }

        services.AddKeyedSingleton<RecordedSaga>(database, new RecordedSaga(saga));
    }

    /// <summary>One queue serves all sagas of a database.</summary>
    static void AddFailedAttempts(this IServiceCollection services, Type database)
    {
        if (services.Any(service => service.ServiceType == typeof(FailedAttempts) && Equals(service.ServiceKey, database)))
            return;
        services.AddKeyedSingleton(database, (provider, key) => new FailedAttempts(
            provider.GetRequiredKeyedService<NpgsqlDataSource>(key),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<FailedAttempts>>()));
        services.AddSingleton<IHostedService>(provider => provider.GetRequiredKeyedService<FailedAttempts>(database));
    }

    sealed record RecordedSaga(Type Type);
}

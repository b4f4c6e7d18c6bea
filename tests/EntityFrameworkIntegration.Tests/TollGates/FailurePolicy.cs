using MassTransit;
using MassTransit.EntityFrameworkCoreIntegration;

namespace Sagas.EntityFrameworkIntegration.Tests.TollGates;

/// <summary>Endpoints that make dead letters of what they give up, and deliver transient failures again later.</summary>
static class FailurePolicy
{
    public static TollHostSettings WithDeadLetters(Func<DeadLetter, DeadLetter> redact) => WithDeadLetters(rabbitMq: null, retries: 1, redact, []);

    public static TollHostSettings WithDeadLetters(string? rabbitMq = null, int retries = 1, params TimeSpan[] redeliveries) =>
        WithDeadLetters(rabbitMq, retries, redact: null, redeliveries);

    static TollHostSettings WithDeadLetters(string? rabbitMq, int retries, Func<DeadLetter, DeadLetter>? redact, TimeSpan[] redeliveries) => new()
    {
        RabbitMq = rabbitMq,
        Retries = retries,
        Bus = bus =>
        {
            bus.AddDeadLetters<TollDbContext>(redact: redact);
            bus.AddConfigureEndpointsCallback((context, name, endpoint) =>
            {
                if (name == "observer")
                    return;
                if (redeliveries.Length > 0)
                {
                    endpoint.UseScheduledRedelivery(redelivery =>
                    {
                        redelivery.Handle<Exception>(TransientFailures.Includes);
                        redelivery.Intervals(redeliveries);
                    });
                }

                endpoint.UseDeadLetters<TollDbContext>(context);
            });
        },
    };

    public static Task UntilDeadLetterAsync(this TollDatabase database, Guid messageId, int attempts) => TestKit.Eventually.ShouldAsync(
        async () => await database.ScalarAsync<long>("select count(*) from dead_letters where message_id = $1 and attempts = $2", messageId, attempts) == 1,
        $"message {messageId} to be a dead letter after {attempts} attempts",
        describe: async () => string.Join("; ", await database.QueryAsync(
            "select endpoint, message_id, attempts, fault_type, fault_message from dead_letters",
            row => $"{row.GetString(0)}: {row[1]} after {row.GetInt32(2)}, {row[3]}: {row[4]}")) + "; " + await database.DescribeOutboxAsync());
}

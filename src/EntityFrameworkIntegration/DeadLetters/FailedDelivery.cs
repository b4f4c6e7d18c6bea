using System.Globalization;
using Sagas.Transactions;

namespace MassTransit.EntityFrameworkCoreIntegration;

/// <summary>What is known of a delivery's failures, kept with its receive context, which outlives the attempts. Deliveries before it tell theirs in headers.</summary>
sealed class FailedDelivery(ConsumeContext context)
{
    const string AttemptsHeader = "Sagas-Failed-Attempts";
    const string FirstFailedAtHeader = "Sagas-First-Failed-At";

    static readonly HashSet<string> HandedOn = new(StringComparer.OrdinalIgnoreCase) { MessageHeaders.RedeliveryCount, AttemptsHeader, FirstFailedAtHeader, MessageTiming.Header };

    /// <summary>What deliveries before this one told it.</summary>
    internal static readonly (string Name, Func<MessageContext, object?> Read)[] Headers =
    [
        (AttemptsHeader, message => message.Headers.Get<int>(AttemptsHeader)),
        (FirstFailedAtHeader, message => message.Headers.Get<string>(FirstFailedAtHeader)),
    ];

    readonly List<ConsumerFailure> _failures = [];
    int _attempts;

    /// <summary>The message as it was read.</summary>
    public ConsumeContext Context => context;

    /// <summary>Set when the message was to be delivered again later, and could not be: then it is not given up, but handed back.</summary>
    public bool RedeliveryFailed { get; set; }

    public IReadOnlyList<ConsumerFailure> Failures => _failures;

    public int Attempts => context.Headers.Get<int>(AttemptsHeader).GetValueOrDefault() + Math.Max(1, _attempts);

    public void CountAttempt() => Interlocked.Increment(ref _attempts);

    public DateTimeOffset FirstFailedAt(DateTimeOffset now) =>
        DateTimeOffset.TryParse(context.Headers.Get<string>(FirstFailedAtHeader), CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var first) ? first : now;

    public void Add(ConsumerFailure failure)
    {
        lock (_failures)
            _failures.Add(failure);
    }

    /// <summary>Whether a header tells of the deliveries before, or of the way to them. A message that begins anew must not carry it.</summary>
    public static bool IsHandedOn(string header) => HandedOn.Contains(header);

    /// <summary>Tells the next delivery what there was before it.</summary>
    public void HandOn(SendContext next, DateTimeOffset now)
    {
        next.Headers.Set(MessageHeaders.RedeliveryCount, context.GetRedeliveryCount() + 1);
        next.Headers.Set(AttemptsHeader, Attempts);
        next.Headers.Set(FirstFailedAtHeader, FirstFailedAt(now).ToString("O", CultureInfo.InvariantCulture));
    }

    /// <summary>Counts every unit of work that fails while a message is handled.</summary>
    public sealed class Counting : IEnlistment
    {
        public Task OnFailedAsync(IUnitOfWork unit, Exception exception, CancellationToken cancellationToken)
        {
            if (unit.Items.TryGetValue(typeof(ConsumeContext), out var context) && ((ConsumeContext)context).TryGetPayload(out FailedDelivery? delivery))
                delivery.CountAttempt();
            return Task.CompletedTask;
        }
    }
}

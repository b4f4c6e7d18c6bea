using System.Globalization;

namespace Sagas.Load.Soaking;

/// <summary>How the system stands at one moment of a soak.</summary>
/// <param name="Seconds">Since its begin.</param>
/// <param name="Sagas">Ended so far.</param>
/// <param name="InFlight">Placed, or due to be, and not ended.</param>
/// <param name="Memory">Megabytes of the system's own processes together.</param>
/// <param name="BrokerMemory">Megabytes of RabbitMQ.</param>
/// <param name="Lag">Events that are not in the read models yet.</param>
/// <param name="Outbox">Rows of all outboxes: messages to be sent, and timers.</param>
/// <param name="OutboxSize">Megabytes of all outboxes.</param>
/// <param name="Stored">Megabytes that all databases have grown by since the begin.</param>
/// <param name="StoredPerSaga">Kilobytes that they have grown by in the last minute, for each saga that ended in it.</param>
sealed record Sample(double Seconds, int Sagas, int InFlight, double Memory, double BrokerMemory, long Lag, long Outbox, double OutboxSize, double Stored, double StoredPerSaga)
{
    public const string Header = "seconds,sagas,in flight,memory MB,rabbitmq MB,lag events,outbox rows,outbox MB,stored MB,stored KB per saga in the last minute";

    public string ToCsv() => string.Create(
        CultureInfo.InvariantCulture, $"{Seconds:0},{Sagas},{InFlight},{Memory:0.0},{BrokerMemory:0.0},{Lag},{Outbox},{OutboxSize:0.0},{Stored:0.0},{StoredPerSaga:0.00}");
}

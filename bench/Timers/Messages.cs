namespace Sagas.Timers;

public sealed record SetAlarm(Guid AlarmId, DateTimeOffset DueAt);

public sealed record StopAlarm(Guid AlarmId);

public sealed record AlarmDue(Guid AlarmId, DateTimeOffset DueAt);

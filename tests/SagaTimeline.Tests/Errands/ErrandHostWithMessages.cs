namespace Sagas.SagaTimeline.Tests.Errands;

/// <summary>Errands whose messages are recorded too.</summary>
public sealed class ErrandHostWithMessages : ErrandHost
{
    protected override void Configure(SagaTimelineOptions options)
    {
        base.Configure(options);
        options.RecordMessages = true;
    }
}

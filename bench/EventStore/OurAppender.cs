namespace Sagas.EventStore.Benchmark;

sealed class OurAppender(IEventStore store) : IAppender
{
    public Task AppendAsync(StreamHead before, int events) => store.AppendAsync(StreamAppend.After(before, Parcel.Events(before.Stream, events)));

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

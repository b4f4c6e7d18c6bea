namespace Sagas.EventStore.Benchmark;

/// <summary>Appends events behind a head that is known, and commits.</summary>
interface IAppender : IAsyncDisposable
{
    Task AppendAsync(StreamHead before, int events);
}

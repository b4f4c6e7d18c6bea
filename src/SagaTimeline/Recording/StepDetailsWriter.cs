using System.Text.Json;
using MassTransit;
using Sagas.SagaTimeline.Hashing;
using Sagas.SagaTimeline.Masking;
using Sagas.Transactions;

namespace Sagas.SagaTimeline.Recording;

/// <summary>
/// Writes what <see cref="StepDetails" /> reads, in canonical form: the parts are added in the order of their names, as the methods stand here, and those that hold
/// nothing are left out.
/// </summary>
sealed class StepDetailsWriter : IDisposable
{
    readonly CanonicalWriter _writer = new();

    public StepDetailsWriter() => _writer.BeginObject();

    public void Dispose() => _writer.Dispose();

    public byte[] Finish()
    {
        _writer.EndObject();
        return _writer.Written.ToArray();
    }

    public void AddTimers(IReadOnlyList<JournalEntry> journal)
    {
        AddEach<JournalEntry.TimerArmed>("armed", journal, static (entry, writer) =>
        {
            writer.BeginObject();
            writer.Name("dueAt");
            writer.Moment(entry.DueAt);
            writer.Name("token");
            writer.Quoted(entry.Token);
            writer.Name("type");
            writer.Text(entry.MessageType);
            writer.EndObject();
        });
        AddEach<JournalEntry.TimerCancelled>("cancelled", journal, static (entry, writer) => writer.Quoted(entry.Token));
    }

    public void AddChanges<TSaga>(SagaShape<TSaga> shape, FieldValue[]? before, TSaga saga)
        where TSaga : class, SagaStateMachineInstance
    {
        _writer.Name("changes");
        _writer.BeginObject();
        shape.WriteChanges(_writer, before, saga);
        _writer.EndObject();
    }

    public void AddEvents(IReadOnlyList<JournalEntry> journal) => AddEach<JournalEntry.EventAppended>("events", journal, static (entry, writer) =>
    {
        writer.BeginObject();
        writer.Name("stream");
        writer.Text(entry.Stream);
        writer.Name("type");
        writer.Text(entry.Type);
        writer.Name("version");
        writer.Number(entry.Version);
        writer.EndObject();
    });

    public void AddFailure(StepFailure failure)
    {
        _writer.Name("failure");
        CanonicalDetails.Write(JsonSerializer.Serialize(failure, TimelineJson.Options), _writer);
    }

    /// <summary>Adds the message. A fault quotes exceptions, which may quote anything that its message or the saga holds.</summary>
    public void AddMessage(object message, Type type, Masks masks, object? saga)
    {
        var shown = masks.Show(message, type);
        _writer.Name("message");
        CanonicalDetails.Write(message is Fault ? MaskedValues.MaskInJson(shown, masks, saga, message) : shown, _writer);
    }

    public void AddSent(IReadOnlyList<JournalEntry> journal) => AddEach<JournalEntry.MessageSent>("sent", journal, static (entry, writer) =>
    {
        writer.BeginObject();
        writer.Name("id");
        writer.Quoted(entry.MessageId);
        writer.Name("to");
        writer.Text(entry.Destination);
        writer.Name("type");
        writer.Text(entry.MessageType);
        writer.EndObject();
    });

    public void AddTimer(Guid token)
    {
        _writer.Name("timer");
        _writer.Quoted(token);
    }

    public void AddTiming(StepTiming timing)
    {
        _writer.Name("timing");
        _writer.BeginObject();
        AddWay("message", timing.Message);
        AddHandling("participant", timing.Participant);
        AddWay("request", timing.Request);
        AddHandling("saga", timing.Saga);
        AddMilliseconds("total", timing.Total);
        _writer.EndObject();
    }

    void AddWay(string name, WayTiming? way)
    {
        if (way is null)
            return;
        _writer.Name(name);
        _writer.BeginObject();
        AddMilliseconds("broker", way.Broker);
        AddMilliseconds("commit", way.Commit);
        AddMilliseconds("outbox", way.Outbox);
        _writer.EndObject();
    }

    void AddHandling(string name, HandlingTiming? handling)
    {
        if (handling is null)
            return;
        _writer.Name(name);
        _writer.BeginObject();
        AddMilliseconds("database", handling.Database);
        AddMilliseconds("handler", handling.Handler);
        AddMilliseconds("waiting", handling.Waiting);
        _writer.EndObject();
    }

    void AddMilliseconds(string name, decimal? milliseconds)
    {
        if (milliseconds is not { } known)
            return;
        _writer.Name(name);
        _writer.Number(known);
    }

    void AddEach<TEntry>(string name, IReadOnlyList<JournalEntry> journal, Action<TEntry, CanonicalWriter> write)
        where TEntry : JournalEntry
    {
        var isFirst = true;
        foreach (var entry in journal)
        {
            if (entry is not TEntry wanted)
                continue;
            if (isFirst)
            {
                _writer.Name(name);
                _writer.BeginArray();
            }

            isFirst = false;
            write(wanted, _writer);
        }

        if (!isFirst)
            _writer.EndArray();
    }
}

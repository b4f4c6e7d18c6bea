using System.Buffers;
using System.Text.Json;
using MassTransit;
using Sagas.SagaTimeline.Hashing;
using Sagas.SagaTimeline.Masking;
using Sagas.Transactions;

namespace Sagas.SagaTimeline.Recording;

/// <summary>Writes what <see cref="StepDetails" /> reads, in canonical form. Parts that hold nothing are left out.</summary>
sealed class StepDetailsWriter : IDisposable
{
    readonly ArrayBufferWriter<byte> _output = new(512);
    readonly Utf8JsonWriter _writer;

    public StepDetailsWriter()
    {
        _writer = new Utf8JsonWriter(_output, new JsonWriterOptions { SkipValidation = true });
        _writer.WriteStartObject();
    }

    public void Dispose() => _writer.Dispose();

    public string Finish()
    {
        _writer.WriteEndObject();
        _writer.Flush();
        return CanonicalDetails.Of(_output.WrittenMemory);
    }

    public void AddChanges<TSaga>(SagaShape<TSaga> shape, FieldValue[]? before, TSaga saga)
        where TSaga : class, SagaStateMachineInstance
    {
        _writer.WriteStartObject("changes");
        shape.WriteChanges(_writer, before, saga);
        _writer.WriteEndObject();
    }

    public void AddJournal(IReadOnlyList<JournalEntry> journal)
    {
        Add("events", journal.OfType<JournalEntry.EventAppended>(), entry => new AppendedEvent(entry.Stream, entry.Version, entry.Type));
        Add("sent", journal.OfType<JournalEntry.MessageSent>(), entry => new SentMessage(entry.MessageId, entry.MessageType, entry.Destination));
        Add("armed", journal.OfType<JournalEntry.TimerArmed>(), entry => new ArmedTimer(entry.Token, entry.MessageType, entry.DueAt));
        Add("cancelled", journal.OfType<JournalEntry.TimerCancelled>(), entry => entry.Token);
    }

    public void AddTimer(Guid token) => _writer.WriteString("timer", token);

    public void AddTiming(StepTiming timing) => Add("timing", timing);

    public void AddFailure(StepFailure failure) => Add("failure", failure);

    /// <summary>Adds the message. A fault quotes exceptions, which may quote anything that its message or the saga holds.</summary>
    public void AddMessage(object message, Type type, Masks masks, object? saga)
    {
        var shown = masks.Show(message, type);
        _writer.WritePropertyName("message");
        _writer.WriteRawValue(message is Fault ? MaskedValues.MaskInJson(shown, masks, saga, message) : shown, skipInputValidation: true);
    }

    void Add<TEntry, TItem>(string name, IEnumerable<TEntry> entries, Func<TEntry, TItem> item)
    {
        if (entries.Any())
            Add(name, entries.Select(item));
    }

    void Add<T>(string name, T value)
    {
        _writer.WritePropertyName(name);
        JsonSerializer.Serialize(_writer, value, TimelineJson.Options);
    }
}

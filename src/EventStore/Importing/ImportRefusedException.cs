using System.Globalization;

namespace Sagas.EventStore;

/// <summary>What was to be imported is not whole, or is here already. Nothing was imported.</summary>
public sealed class ImportRefusedException : Exception
{
    ImportRefusedException(StreamId? stream, FormattableString why, Exception? inner = null)
        : base($"{why.ToString(CultureInfo.InvariantCulture)} Nothing was imported.", inner) => Stream = stream;

    /// <summary>The stream, where it is about one.</summary>
    public StreamId? Stream { get; }

    internal static ImportRefusedException Exists(StreamId stream, Exception? inner = null) =>
        new(stream, $"Stream {stream} exists. An import makes streams, it adds to none: append, or leave the stream out.", inner);

    internal static ImportRefusedException Gap(StreamId stream, long due, long found) =>
        new(stream, $"Where event {due} of stream {stream} belongs, event {found} came. An import has every version of a stream, from 1 on, in order.");

    internal static ImportRefusedException Tenant(StreamId stream) =>
        new(stream, $"The events of stream {stream} belong to different tenants. A stream has one.");

    internal static ImportRefusedException DuplicateId(Exception? inner = null) =>
        new(null, $"An event id comes twice, or is stored already. Every event has its own.", inner);
}

using Npgsql;
using NpgsqlTypes;

namespace Sagas.EventStore;

/// <summary>The parameters of a statement that appends a few events to one stream. They can be set again for another append of as many.</summary>
sealed class ShortAppend
{
    readonly NpgsqlParameter<string> stream = new(), tenant = new();
    readonly NpgsqlParameter<long> before = new(), after = new();
    readonly NpgsqlParameter<ReadOnlyMemory<byte>> hash = new();
    readonly NpgsqlParameter<DateTimeOffset> recordedAt = new();
    readonly EventParameters[] events;

    internal ShortAppend(NpgsqlParameterCollection parameters, int events)
    {
        this.events = new EventParameters[events];
        foreach (var parameter in new NpgsqlParameter[] { stream, before, after, hash, tenant, recordedAt })
            parameters.Add(parameter);
        for (var i = 0; i < events; i++)
            this.events[i] = new EventParameters(parameters);
    }

    internal ShortAppend Set(PreparedAppend append)
    {
        stream.TypedValue = append.Before.Stream.ToString();
        before.TypedValue = append.Before.Version;
        after.TypedValue = append.After.Version;
        hash.TypedValue = append.After.Hash;
        tenant.TypedValue = append.Before.Tenant;
        recordedAt.TypedValue = append.RecordedAt;
        for (var i = 0; i < events.Length; i++)
            events[i].Set(append.Events[i]);
        return this;
    }

    sealed class EventParameters
    {
        readonly NpgsqlParameter<long> version = new();
        readonly NpgsqlParameter<Guid> eventId = new();
        readonly NpgsqlParameter<string> type = new();
        readonly NpgsqlParameter<int> schemaVersion = new();
        readonly NpgsqlParameter<ReadOnlyMemory<byte>> data = new() { NpgsqlDbType = NpgsqlDbType.Jsonb };
        readonly NpgsqlParameter<ReadOnlyMemory<byte>?> personal = new() { NpgsqlDbType = NpgsqlDbType.Jsonb };
        readonly NpgsqlParameter<byte[]?> salt = new() { NpgsqlDbType = NpgsqlDbType.Bytea };
        readonly NpgsqlParameter<byte[]?> personalDigest = new() { NpgsqlDbType = NpgsqlDbType.Bytea };
        readonly NpgsqlParameter<byte[]> metadata = new() { NpgsqlDbType = NpgsqlDbType.Jsonb };
        readonly NpgsqlParameter<byte[]> hash = new();

        internal EventParameters(NpgsqlParameterCollection parameters)
        {
            foreach (var parameter in new NpgsqlParameter[] { version, eventId, type, schemaVersion, data, personal, salt, personalDigest, metadata, hash })
                parameters.Add(parameter);
        }

        internal void Set(LinkedEvent linked)
        {
            version.TypedValue = linked.Version;
            eventId.TypedValue = linked.Event.EventId;
            type.TypedValue = linked.Event.Type;
            schemaVersion.TypedValue = linked.Event.SchemaVersion;
            data.TypedValue = linked.Event.Data;
            personal.TypedValue = linked.Personal;
            salt.TypedValue = linked.Salt;
            personalDigest.TypedValue = linked.PersonalDigest;
            metadata.TypedValue = linked.Metadata;
            hash.TypedValue = linked.Hash;
        }
    }
}

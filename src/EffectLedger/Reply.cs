using System.Collections.Frozen;
using System.Text.Json;
using MassTransit;
using Sagas.Contracts;

namespace Sagas.EffectLedger;

/// <summary>How replies are stored: under their wire name, which outlives class names, as the JSON that the wire carries.</summary>
static class Reply
{
    static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>Every contract that echoes an effect key, by wire name.</summary>
    static readonly FrozenDictionary<string, Type> Types = typeof(EffectKey).Assembly.GetExportedTypes()
        .Where(type => type.GetProperty(nameof(EffectKey)) is not null)
        .ToFrozenDictionary(MessageUrn.ForTypeString);

    public static Effect Record(object reply, EffectKey key, byte[] commandHash, ConsumeContext command) => new()
    {
        SagaId = key.SagaId,
        Step = key.Step,
        Intent = key.Intent,
        Round = key.Round,
        ReplyType = MessageUrn.ForTypeString(reply.GetType()),
        Reply = Write(reply),
        MessageId = command.GetOriginalMessageId()!.Value,
        CommandHash = commandHash,
        Tenant = command.GetTenant(),
    };

    public static string Write(object reply) => JsonSerializer.Serialize(reply, reply.GetType(), Json);

    public static object Read(Effect effect)
    {
        if (!Types.TryGetValue(effect.ReplyType, out var type))
            throw new InvalidOperationException($"The ledger's reply {effect.ReplyType} is not among the contracts of this version; deploy one that knows it.");
        return JsonSerializer.Deserialize(effect.Reply, type, Json)!;
    }
}

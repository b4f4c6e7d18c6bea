using System.Collections.Concurrent;
using System.Diagnostics;
using MassTransit;
using MassTransit.Logging;
using Sagas.SagaTimeline.Hashing;

namespace Sagas.SagaTimeline.Recording;

/// <summary>What arrived, as a step tells it.</summary>
static class Delivery
{
    static readonly ConcurrentDictionary<Type, MessageAccess> Accesses = new();

    /// <summary>The type that the message is handled as, and the message.</summary>
    public static MessageAccess Message(ConsumeContext context) => Accesses.GetOrAdd(context.GetType(), static type =>
    {
        var handled = type.GetInterfaces().First(contract => contract.IsGenericType && contract.GetGenericTypeDefinition() == typeof(ConsumeContext<>));
        return (MessageAccess)Activator.CreateInstance(typeof(MessageAccess<>).MakeGenericType(handled.GenericTypeArguments))!;
    });

    /// <summary>The sender's endpoint, without the host: the last part of its address.</summary>
    public static string? Source(ConsumeContext context) =>
        context.SourceAddress is { } address ? StorableText.Cut(Uri.UnescapeDataString(address.AbsolutePath[(address.AbsolutePath.LastIndexOf('/') + 1)..])) : null;

    public static DateTimeOffset? SentAt(ConsumeContext context) =>
        context.SentTime is { } sent ? new DateTimeOffset(sent.Kind == DateTimeKind.Unspecified ? DateTime.SpecifyKind(sent, DateTimeKind.Utc) : sent).ToUniversalTime() : null;

    /// <summary>The trace that handling belongs to; where nobody listens, the one that the message names.</summary>
    public static string? TraceId(ConsumeContext context) =>
        Activity.Current?.TraceId.ToHexString()
        ?? (ActivityContext.TryParse(context.Headers.Get<string>(DiagnosticHeaders.ActivityId), null, out var trace) ? trace.TraceId.ToHexString() : null);
}

abstract class MessageAccess
{
    public abstract string TypeName { get; }

    public abstract object Body(ConsumeContext context);

    public abstract Type Type { get; }
}

sealed class MessageAccess<TMessage> : MessageAccess
    where TMessage : class
{
    public override Type Type => typeof(TMessage);

    public override string TypeName { get; } = NameOf(typeof(TMessage));

    public override object Body(ConsumeContext context) => ((ConsumeContext<TMessage>)context).Message;

    static string NameOf(Type type) => type.IsGenericType
        ? $"{type.Name.Split('`')[0]}<{string.Join(", ", type.GenericTypeArguments.Select(NameOf))}>"
        : type.Name;
}

using System.Text.Json;
using MassTransit;

namespace Sagas.SagaTimeline;

/// <summary>What is recorded of a saga, and what of it is masked.</summary>
public sealed class SagaTimelineOptions
{
    readonly HashSet<Type> _masks = [];

    /// <summary>The header that names whose data a message carries.</summary>
    public const string TenantHeader = "Sagas-Tenant";

    /// <summary>The header that names the person on whose behalf a message was sent.</summary>
    public const string ActorHeader = "Sagas-Actor";

    /// <summary>Whether the messages themselves are recorded, masked like the saga. They are not by default: a step holds what they changed.</summary>
    public bool RecordMessages { get; set; }

    /// <summary>Finds whose data a message carries: by default in <see cref="TenantHeader" />.</summary>
    public Func<ConsumeContext, string?> Tenant { get; set; } = context => context.Headers.Get<string>(TenantHeader);

    /// <summary>Finds who caused a message, when a person did: by default in <see cref="ActorHeader" />, whose value is a name even when it is no text.</summary>
    public Func<ConsumeContext, string?> Actor { get; set; } = context => context.Headers.TryGetHeader(ActorHeader, out var value) ? AsItStands(value) : null;

    internal IReadOnlySet<Type> Masks => _masks;

    /// <summary>
    /// Masks what an attribute marks, a property or a class, wherever it occurs: in the saga, in objects and lists inside of it, in messages, and in the text
    /// of exceptions and reasons.
    /// </summary>
    /// <typeparam name="TAttribute">The attribute.</typeparam>
    public SagaTimelineOptions Mask<TAttribute>()
        where TAttribute : Attribute
    {
        _masks.Add(typeof(TAttribute));
        return this;
    }

    static string? AsItStands(object? value) => value is null or string ? (string?)value : JsonSerializer.Serialize(value, TimelineJson.Options);
}

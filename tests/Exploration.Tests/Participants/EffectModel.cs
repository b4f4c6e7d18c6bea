using System.Collections.Immutable;
using Sagas.Contracts;

namespace Sagas.Exploration.Tests.Participants;

/// <summary>A participant's effect ledger: its first reply to each key, and the tombstone that an undo leaves.</summary>
sealed record EffectModel
{
    public static readonly EffectModel Empty = new();

    public ImmutableSortedDictionary<string, object> Replies { get; private init; } = ImmutableSortedDictionary.Create<string, object>(StringComparer.Ordinal);

    public bool IsUndone { get; private init; }

    public object? Find(EffectKey key) => Replies.GetValueOrDefault(key.ToString());

    /// <summary>The replies' names: they tell the step, the direction and the round.</summary>
    public string Canonical { get; private init; } = "";

    /// <summary>What of it can still make a difference when nothing else is asked for than this: what is answered then, and the tombstone.</summary>
    public string CanonicalFor(EffectKey? asked) => $"{(asked is not null && Find(asked) is { } reply ? Letters.Name(reply) : "")}{(IsUndone ? " undone" : "")}";

    public EffectModel Record(EffectKey key, object reply)
    {
        var replies = Replies.Add(key.ToString(), reply);
        return new EffectModel { Replies = replies, IsUndone = IsUndone || key.Intent == EffectIntent.Undo, Canonical = string.Join(',', replies.Values.Select(Letters.Name)) };
    }
}

/// <summary>One of the things that a participant can do with a message.</summary>
/// <param name="What">In words, for the trace.</param>
/// <param name="After">The world after it.</param>
/// <param name="Fails">Whether it uses up one of the failures that are explored.</param>
sealed record Doing(string What, World After, bool Fails = false);

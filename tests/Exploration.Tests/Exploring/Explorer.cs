using System.Security.Cryptography;
using System.Text;

namespace Sagas.Exploration.Tests.Exploring;

/// <summary>What an exploration found.</summary>
/// <param name="States">How many different worlds there are.</param>
/// <param name="Transitions">How many ways lead from one to another.</param>
/// <param name="Ends">How many worlds there are in which the saga has ended, by its state.</param>
/// <param name="Broken">Which promise is broken, by the shortest way there; <c>null</c> when all are kept.</param>
sealed record Findings(int States, long Transitions, IReadOnlyDictionary<string, int> Ends, Counterexample? Broken);

/// <param name="Promise">What does not hold.</param>
/// <param name="Trace">What happened, step by step, from the beginning on.</param>
sealed record Counterexample(string Promise, IReadOnlyList<string> Trace)
{
    public override string ToString() => $"{Promise}\n{string.Join('\n', Trace.Select((what, number) => $"  {number + 1,2}. {what}"))}";
}

/// <summary>
/// Looks at every world that can be reached, nearest first, so that the first broken promise is found by a shortest way. Then it goes back from the ends: a world
/// from which no end is reached, though nobody wishes for anything, is a saga that sticks.
/// </summary>
sealed class Explorer<TWorld>(IExploration<TWorld> exploration)
{
    readonly Dictionary<UInt128, int> _known = [];
    readonly List<(int From, string What)> _cameFrom = [];
    readonly List<(int From, int To)> _ways = [];
    readonly List<string?> _ends = [];
    readonly Queue<(int Number, TWorld World)> _next = [];
    long _transitions;

    public Findings Explore()
    {
        foreach (var (world, what) in exploration.Beginnings)
            Meet(world, -1, what);
        while (_next.TryDequeue(out var here))
        {
            foreach (var move in exploration.From(here.World))
            {
                TWorld after;
                try
                {
                    after = move.After();
                }
                catch (Exception exception) when (exception.GetBaseException() is not NotSupportedException)
                {
                    return Found(new Counterexample($"It fails: {exception.GetBaseException().Message}", Trace(here.Number, move.What)));
                }

                var there = Meet(after, here.Number, move.What);
                if (there == here.Number)
                    continue;
                _transitions++;
                if (!move.IsOptional)
                    _ways.Add((here.Number, there));
                if ((move.IsIdle ? $"This must make no difference, and the saga is {exploration.Tell(after)}." : exploration.Broken(after)) is { } broken)
                    return Found(new Counterexample(broken, Trace(here.Number, move.What)));
            }
        }

        return Found(FirstThatSticks() is { } stuck
            ? new Counterexample("The saga sticks: from here no end is reached any more.", Trace(stuck))
            : null);
    }

    int Meet(TWorld world, int from, string what)
    {
        world = exploration.Reduce(world);
        var key = KeyOf(world);
        if (_known.TryGetValue(key, out var number))
            return number;
        _known.Add(key, number = _cameFrom.Count);
        _cameFrom.Add((from, what));
        _ends.Add(exploration.EndOf(world));
        _next.Enqueue((number, world));
        return number;
    }

    int? FirstThatSticks()
    {
        var before = _ways.ToLookup(way => way.To, way => way.From);
        var ending = _ends.Select(end => end is not null).ToArray();
        var back = new Stack<int>(Enumerable.Range(0, ending.Length).Where(number => ending[number]));
        while (back.TryPop(out var number))
        {
            foreach (var from in before[number].Where(from => !ending[from]))
            {
                ending[from] = true;
                back.Push(from);
            }
        }

        var first = Array.IndexOf(ending, false);
        return first < 0 ? null : first;
    }

    Findings Found(Counterexample? broken) => new(
        _cameFrom.Count, _transitions, _ends.OfType<string>().CountBy(end => end).ToDictionary(), broken);

    List<string> Trace(int number, string? last = null)
    {
        var trace = new List<string>();
        if (last is not null)
            trace.Add(last);
        for (; number >= 0; number = _cameFrom[number].From)
            trace.Insert(0, _cameFrom[number].What);
        return trace;
    }

    UInt128 KeyOf(TWorld world)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(exploration.Canonical(world)), hash);
        return System.Buffers.Binary.BinaryPrimitives.ReadUInt128LittleEndian(hash);
    }
}

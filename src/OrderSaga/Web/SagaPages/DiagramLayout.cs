using System.Globalization;
using Sagas.OrderSaga.Web.Kinds;
using Sagas.SagaTimeline;

namespace Sagas.OrderSaga.Web.SagaPages;

/// <summary>
/// Where the states stand: those of the steps from left to right, each over the state of its undo; the ends beside the last step and the first undo; where the saga can be
/// stuck, below.
/// </summary>
public sealed class DiagramLayout
{
    public const int BoxWidth = 146, BoxHeight = 34, ColumnWidth = 174, RowHeight = 78, Margin = 8;

    readonly Dictionary<string, (int Column, int Row)> _places = [];
    readonly SagaKind _kind;

    public DiagramLayout(SagaKind kind)
    {
        ArgumentNullException.ThrowIfNull(kind);
        _kind = kind;
        for (var i = 0; i < kind.Steps.Count; i++)
        {
            _places[kind.Steps[i].Do] = (i + 1, 0);
            if (kind.Steps[i].Undo is { } undo)
                _places[undo] = (i + 1, 1);
        }

        var (good, over, stuck) = (0, 0, 0);
        foreach (var state in kind.Graph.States.Where(state => !_places.ContainsKey(state)).ToList())
        {
            _places[state] = Tone.Of(kind, state) switch
            {
                Tone.Good => (kind.Steps.Count + 1, good++),
                Tone.Over => (0, 1 + over++),
                _ => (1 + (kind.Steps.Count / 2) + stuck++, 2),
            };
        }
    }

    public IEnumerable<string> States => _places.Keys;

    public int Width => (2 * Margin) + (_places.Values.Max(place => place.Column) * ColumnWidth) + BoxWidth;

    public int Height => (2 * Margin) + (_places.Values.Max(place => place.Row) * RowHeight) + BoxHeight;

    public (int X, int Y) CornerOf(string state) => (Margin + (_places[state].Column * ColumnWidth), Margin + (_places[state].Row * RowHeight));

    /// <summary>The changes of state that are drawn: those between states that have a place.</summary>
    public IEnumerable<StateTransition> Changes => _kind.Graph.Transitions.Where(change => _places.ContainsKey(change.From) && _places.ContainsKey(change.To));

    /// <summary>A line from the border of one box to that of another.</summary>
    public string Line(StateTransition change)
    {
        ArgumentNullException.ThrowIfNull(change);
        var (from, to) = (Centre(change.From), Centre(change.To));
        var (x1, y1) = Border(from, to);
        var (x2, y2) = Border(to, from);
        return string.Create(CultureInfo.InvariantCulture, $"M{x1:0.#} {y1:0.#} L{x2:0.#} {y2:0.#}");
    }

    (double X, double Y) Centre(string state)
    {
        var (x, y) = CornerOf(state);
        return (x + (BoxWidth / 2.0), y + (BoxHeight / 2.0));
    }

    static (double X, double Y) Border((double X, double Y) of, (double X, double Y) towards)
    {
        const double gap = 3;
        var (dx, dy) = (towards.X - of.X, towards.Y - of.Y);
        var reach = Math.Min(
            dx == 0 ? double.MaxValue : ((BoxWidth / 2.0) + gap) / Math.Abs(dx),
            dy == 0 ? double.MaxValue : ((BoxHeight / 2.0) + gap) / Math.Abs(dy));
        return (of.X + (dx * reach), of.Y + (dy * reach));
    }
}

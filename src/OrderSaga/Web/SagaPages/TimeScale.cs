namespace Sagas.OrderSaga.Web.SagaPages;

/// <summary>
/// Places moments on a line. It is true to scale except where much time passed in which nothing happened: such a gap is cut, and the cut is marked with how long it was.
/// </summary>
public sealed class TimeScale
{
    /// <summary>A gap this many times as long as what most gaps are is cut to that.</summary>
    const double Longest = 6;

    readonly List<(DateTimeOffset At, double Position)> _marks = [];
    readonly double _start, _width;

    public TimeScale(IEnumerable<DateTimeOffset> moments, double start, double width)
    {
        List<DateTimeOffset> inOrder = [.. moments.Order().Distinct()];
        (_start, _width) = (start, width);
        var gaps = inOrder.Zip(inOrder.Skip(1), (from, to) => (to - from).TotalMilliseconds).Order().ToList();
        var longest = gaps.Count == 0 ? 0 : gaps[(gaps.Count - 1) * 2 / 3] * Longest;
        var position = 0.0;
        foreach (var (at, index) in inOrder.Select((at, index) => (at, index)))
        {
            if (index > 0)
            {
                var gap = (at - inOrder[index - 1]).TotalMilliseconds;
                if (gap > longest && longest > 0)
                    Cuts.Add((inOrder[index - 1], at));
                position += longest > 0 ? Math.Min(gap, longest) : gap;
            }

            _marks.Add((at, position));
        }

        Length = position;
    }

    /// <summary>The gaps that are cut.</summary>
    public List<(DateTimeOffset From, DateTimeOffset To)> Cuts { get; } = [];

    double Length { get; }

    public double End => _start + _width;

    public double Of(DateTimeOffset at)
    {
        if (Length <= 0)
            return _start;
        var after = _marks.FindIndex(mark => mark.At >= at);
        if (after < 0)
            return End;
        if (after == 0)
            return _start;
        var (from, to) = (_marks[after - 1], _marks[after]);
        var part = (at - from.At) / (to.At - from.At);
        return _start + ((from.Position + (part * (to.Position - from.Position))) / Length * _width);
    }
}

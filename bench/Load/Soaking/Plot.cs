using System.Globalization;
using System.Text;

namespace Sagas.Load.Soaking;

/// <summary>Draws the samples of a soak: a curve each, one below the other, over the same time.</summary>
static class Plot
{
    const int Width = 960, Left = 90, Right = 20, Top = 60, PanelHeight = 90, Gap = 45;

    static readonly (string Title, Func<Sample, double> Of)[] Curves =
    [
        ("Memory of the services, MB", sample => sample.Memory),
        ("Memory of RabbitMQ, MB", sample => sample.BrokerMemory),
        ("Orders in flight", sample => sample.InFlight),
        ("Events that are not in the read models yet", sample => sample.Lag),
        ("Outbox rows, timers included", sample => sample.Outbox),
        ("Size of the outboxes, MB", sample => sample.OutboxSize),
        ("Stored for each saga of the last minute, KB", sample => sample.StoredPerSaga),
    ];

    /// <param name="title">What was soaked.</param>
    /// <param name="samples">At least one.</param>
    /// <returns>An SVG picture.</returns>
    public static string Draw(string title, IReadOnlyList<Sample> samples)
    {
        var height = Top + (Curves.Length * (PanelHeight + Gap));
        var picture = new StringBuilder();
        picture.Append(CultureInfo.InvariantCulture, $"""
            <svg xmlns="http://www.w3.org/2000/svg" width="{Width}" height="{height}" viewBox="0 0 {Width} {height}" font-family="system-ui, sans-serif" font-size="12">
            <rect width="{Width}" height="{height}" fill="white"/>
            <text x="{Left}" y="28" font-size="16">{title}</text>

            """);
        for (var i = 0; i < Curves.Length; i++)
            Panel(picture, Curves[i].Title, samples, Curves[i].Of, Top + (i * (PanelHeight + Gap)));
        return picture.Append("</svg>\n").ToString();
    }

    static void Panel(StringBuilder picture, string title, IReadOnlyList<Sample> samples, Func<Sample, double> of, int top)
    {
        var bottom = top + PanelHeight;
        var longest = Math.Max(1, samples[^1].Seconds);
        // From zero, so that flat looks flat.
        var most = Math.Max(1, samples.Max(of) * 1.1);
        var points = samples.Select(sample => string.Create(CultureInfo.InvariantCulture, $"{X(sample.Seconds):0.#},{bottom - (of(sample) / most * PanelHeight):0.#}"));
        picture.Append(CultureInfo.InvariantCulture, $"""
            <text x="{Left}" y="{top - 6}">{title}</text>
            <path d="M{Left},{top} V{bottom} H{Width - Right}" fill="none" stroke="#888"/>
            <text x="{Left - 8}" y="{top + 12}" text-anchor="end" fill="#555">{most:0.#}</text>
            <text x="{Left - 8}" y="{bottom}" text-anchor="end" fill="#555">0</text>
            <text x="{Width - Right}" y="{bottom + 15}" text-anchor="end" fill="#555">{longest / 60:0.#} min</text>
            <polyline points="{string.Join(' ', points)}" fill="none" stroke="#1f6feb" stroke-width="1.5"/>

            """);

        double X(double seconds) => Left + (seconds / longest * (Width - Left - Right));
    }
}

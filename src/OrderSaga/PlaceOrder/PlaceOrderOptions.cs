using System.ComponentModel.DataAnnotations;

namespace Sagas.OrderSaga.PlaceOrder;

/// <summary>How long the saga waits for each step and its undo, and how often it asks again.</summary>
public sealed class PlaceOrderOptions
{
    public const string Section = "PlaceOrder";

    public StepPolicy ReserveStock { get; set; } = new();

    public StepPolicy CapturePayment { get; set; } = new() { Deadline = TimeSpan.FromSeconds(15) };

    public StepPolicy CreateShipment { get; set; } = new();

    /// <summary>Undoing has more patience than doing: it can't turn round.</summary>
    public StepPolicy Undo { get; set; } = new() { Attempts = 8, Growth = 2, RetryDelay = TimeSpan.FromSeconds(1) };

    /// <summary>How long a cancellation that arrived before its order waits to be delivered again.</summary>
    public TimeSpan EarlyCancellationDelay { get; set; } = TimeSpan.FromMilliseconds(500);
}

/// <summary>The patience with one step.</summary>
public sealed class StepPolicy
{
    /// <summary>How long the saga waits for a reply before it sends the command again.</summary>
    [Range(typeof(TimeSpan), "00:00:00.050", "24:00:00")]
    public TimeSpan Deadline { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How often the command is sent in all.</summary>
    [Range(1, 100)]
    public int Attempts { get; set; } = 3;

    /// <summary>How long the saga waits after a participant reported that it failed.</summary>
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>What each attempt's waiting times are multiplied by.</summary>
    [Range(1.0, 10.0)]
    public double Growth { get; set; } = 1;

    public TimeSpan DeadlineOf(int attempt) => Deadline * Math.Pow(Growth, attempt - 1);

    public TimeSpan RetryDelayAfter(int attempt) => RetryDelay * Math.Pow(Growth, attempt - 1);
}

using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Sagas.OrderSaga.PlaceOrder;

/// <summary>How long the saga waits for each step and its undo, and how often it asks again.</summary>
public sealed class PlaceOrderOptions
{
    public const string Section = "PlaceOrder";

    [ValidateObjectMembers]
    public StepPolicy ReserveStock { get; set; } = new();

    /// <summary>A payment gateway that is out of reach for a minute must not turn every order round.</summary>
    [ValidateObjectMembers]
    public StepPolicy CapturePayment { get; set; } = new()
    {
        Deadline = TimeSpan.FromSeconds(15), Attempts = 6, RetryDelay = TimeSpan.FromSeconds(2), Growth = 2, Longest = TimeSpan.FromMinutes(1),
    };

    [ValidateObjectMembers]
    public StepPolicy CreateShipment { get; set; } = new();

    /// <summary>Undoing has hours of patience: it can't turn round, and then needs a person.</summary>
    [ValidateObjectMembers]
    public StepPolicy Undo { get; set; } = new() { Attempts = 30, Growth = 2, RetryDelay = TimeSpan.FromSeconds(1) };

    /// <summary>How long a cancellation that arrived before its order waits to be delivered again.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "01:00:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan EarlyCancellationDelay { get; set; } = TimeSpan.FromMilliseconds(500);
}

/// <summary>The patience with one step.</summary>
public sealed class StepPolicy
{
    /// <summary>How long the saga waits for a reply before it sends the command again.</summary>
    [Range(typeof(TimeSpan), "00:00:00.050", "1.00:00:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan Deadline { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How often the command is sent in all.</summary>
    [Range(1, 100)]
    public int Attempts { get; set; } = 3;

    /// <summary>How long the saga waits after a participant reported that it failed.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "1.00:00:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>What each attempt's waiting times are multiplied by.</summary>
    [Range(1.0, 10.0)]
    public double Growth { get; set; } = 1;

    /// <summary>Where growing ends. A deadline or a delay that begins longer stays as it is.</summary>
    [Range(typeof(TimeSpan), "00:00:00.050", "1.00:00:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan Longest { get; set; } = TimeSpan.FromMinutes(10);

    public TimeSpan DeadlineOf(int attempt) => Grown(Deadline, attempt);

    public TimeSpan RetryDelayAfter(int attempt) => Grown(RetryDelay, attempt);

    TimeSpan Grown(TimeSpan first, int attempt)
    {
        var most = first > Longest ? first : Longest;
        var grown = first.TotalSeconds * Math.Pow(Growth, attempt - 1);
        return grown < most.TotalSeconds ? TimeSpan.FromSeconds(grown) : most;
    }
}

using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;
using Sagas.OrderSaga.StepSagas;

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

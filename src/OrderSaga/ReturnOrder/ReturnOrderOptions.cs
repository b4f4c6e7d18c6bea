using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;
using Sagas.OrderSaga.StepSagas;

namespace Sagas.OrderSaga.ReturnOrder;

/// <summary>How long a return's saga waits for each step, and how often it asks again.</summary>
public sealed class ReturnOrderOptions
{
    public const string Section = "ReturnOrder";

    /// <summary>Two weeks and more for the parcel. Inventory is told again soon at first, and then once a day.</summary>
    [ValidateObjectMembers]
    public StepPolicy ReceiveReturn { get; set; } = new() { Attempts = 24, Growth = 4, Longest = TimeSpan.FromDays(1) };

    /// <summary>Some days for whoever looks at the goods; then an operator asks why nobody does.</summary>
    [ValidateObjectMembers]
    public StepPolicy InspectReturn { get; set; } = new() { Attempts = 12, Growth = 4, Longest = TimeSpan.FromDays(1) };

    /// <summary>Behind the pivot there is hours of patience: the saga can't turn round, and then needs a person.</summary>
    [ValidateObjectMembers]
    public StepPolicy SettleGoods { get; set; } = new() { Attempts = 30, Growth = 2, RetryDelay = TimeSpan.FromSeconds(1) };

    [ValidateObjectMembers]
    public StepPolicy RefundReturn { get; set; } = new() { Deadline = TimeSpan.FromSeconds(15), Attempts = 30, Growth = 2, RetryDelay = TimeSpan.FromSeconds(1) };

    [ValidateObjectMembers]
    public StepPolicy Undo { get; set; } = new() { Attempts = 30, Growth = 2, RetryDelay = TimeSpan.FromSeconds(1) };
}

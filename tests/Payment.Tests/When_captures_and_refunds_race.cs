using Sagas.Contracts.Payment;

namespace Sagas.Payment.Tests;

public sealed class When_captures_and_refunds_race(Till till) : IClassFixture<Till>
{
    const int Orders = 300;

    static readonly string[] Tokens = ["tok_approved", "tok_approved", "tok_answer_lost", "tok_declined_card_expired"];

    [Fact]
    public async Task whoever_undoes_is_not_charged_and_the_ledger_agrees_with_the_gateway()
    {
        var orders = await Task.WhenAll(Enumerable.Range(0, Orders).Select(async order =>
        {
            var command = AnOrder.Paying(Tokens[order % Tokens.Length], 10m + order);
            var undone = order % 3 != 0;

            // The one and the other is sent first, so that either wins some of the races.
            var refund = undone && order % 2 == 0 ? till.AskAsync(AnOrder.Undoing(command)) : null;
            var captures = new[] { till.AskAsync(command), till.AskAsync(command) };
            refund ??= undone ? till.AskAsync(AnOrder.Undoing(command)) : null;
            var replies = await Task.WhenAll(captures);
            return (Command: command, Replies: replies, Refund: refund is null ? null : await refund);
        }));

        foreach (var (command, replies, refund) in orders)
        {
            var charge = await till.GatewayDatabase.QueryAsync(
                "select outcome, coalesce(amount, 0), refund_reference is not null, reference from charges where key = $1",
                row => (Outcome: row.GetString(0), Amount: row.GetDecimal(1), Refunded: row.GetBoolean(2), Reference: row.IsDBNull(3) ? null : row.GetString(3)),
                command.EffectKey.ToString());
            var (outcome, amount, refunded, reference) = charge.ShouldHaveSingleItem();
            if (refund is not null)
                (outcome == "captured" && !refunded).ShouldBeFalse($"{command.EffectKey} is charged, though its undo was answered with {refund}");

            replies.Distinct().ShouldHaveSingleItem();
            (refund is PaymentRefunded).ShouldBe(refunded);
            var ledger = await till.LedgerAsync(command);
            (ledger.Captured?.Amount ?? 0).ShouldBe(outcome == "captured" ? amount : 0);
            (ledger.Refunded?.Amount ?? 0).ShouldBe(refunded ? amount : 0);
            ledger.CaptureReference.ShouldBe(reference);
        }

        orders.Where(order => order.Command.PaymentToken == "tok_approved" && order.Refund is not null).Select(order => order.Refund!.GetType()).Distinct()
            .ShouldBe([typeof(PaymentRefunded), typeof(PaymentVoided)], ignoreOrder: true, "both have to win some races, or this shows nothing");
    }
}

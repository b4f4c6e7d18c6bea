using System.Net.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using Sagas.Contracts;
using Sagas.Contracts.Payment;
using Sagas.Payment.Gateway;
using Sagas.Payment.Ledger;
using Sagas.Payment.SimulatedGateway;
using Sagas.ParticipantTestKit;
using Sagas.TestKit;

namespace Sagas.Payment.Tests;

/// <summary>Payment with a database of its own and the gateway with another, for one test class.</summary>
public sealed class Till : IAsyncLifetime
{
    public TestDatabase Database { get; private set; } = null!;

    public TestDatabase GatewayDatabase { get; private set; } = null!;

    public ParticipantHost Host { get; private set; } = null!;

    internal Doorkeeper Door => (Doorkeeper)Host.Services.GetRequiredService<IPaymentGateway>();

    public async ValueTask InitializeAsync()
    {
        Database = await TestDatabase.CreateAsync();
        GatewayDatabase = await TestDatabase.CreateAsync();
        Host = await StartAsync(Database, GatewayDatabase, new Dictionary<string, string?> { ["Payment:SimulatedGateway:SlowAnswer"] = "00:00:01" });
    }

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        await Database.DisposeAsync();
        await GatewayDatabase.DisposeAsync();
    }

    public static Task<ParticipantHost> StartAsync(TestDatabase database, TestDatabase gatewayDatabase, IReadOnlyDictionary<string, string?> settings) => ParticipantHost.StartAsync(
        new Dictionary<string, TestDatabase> { ["Payment"] = database, ["PaymentGateway"] = gatewayDatabase },
        builder =>
        {
            builder.AddPayment();
            builder.Services.AddSingleton<SimulatedPaymentGateway>();
            builder.Services.AddSingleton<IPaymentGateway>(services => new Doorkeeper(services.GetRequiredService<SimulatedPaymentGateway>()));
        },
        bus => bus.AddPaymentConsumers(),
        app => app.MapPayment(),
        settings);

    public Task<object> AskAsync(CapturePayment command, Guid? messageId = null) => Host.AskAsync(Endpoints.Payment, command, messageId);

    public Task<object> AskAsync(RefundPayment command, Guid? messageId = null) => Host.AskAsync(Endpoints.Payment, command, messageId);

    public async Task<PaymentView> LedgerAsync(CapturePayment command) =>
        (await Host.Http.GetFromJsonAsync<OrderPaymentsView>($"/payments/{command.OrderId}"))!.Payments.ShouldHaveSingleItem();

    /// <summary>What the gateway's own books say under the command's key; <c>null</c> when it was never asked.</summary>
    public async Task<ChargeView?> ChargeAsync(CapturePayment command)
    {
        var found = new List<ChargeView>();
        for (var after = 0L; await Host.Http.GetFromJsonAsync<List<ChargeView>>($"/gateway/charges?after={after}") is { Count: > 0 } page; after = page[^1].Number)
            found.AddRange(page.Where(charge => charge.Key == command.EffectKey.ToString()));
        return found.SingleOrDefault();
    }
}

/// <summary>The commands of one order's saga.</summary>
static class AnOrder
{
    public static CapturePayment Paying(string token, decimal amount = 12.50m)
    {
        var orderId = Guid.CreateVersion7();
        return new CapturePayment
        {
            SagaId = orderId,
            OrderId = orderId,
            EffectKey = new EffectKey(orderId, "capture-payment", EffectIntent.Do, 1),
            Amount = new Money(amount, "USD"),
            PaymentToken = token,
        };
    }

    public static RefundPayment Undoing(CapturePayment command, int round = 1) => new()
    {
        SagaId = command.SagaId,
        OrderId = command.OrderId,
        EffectKey = command.EffectKey with { Intent = EffectIntent.Undo, Round = round },
        Undoes = command.EffectKey,
    };
}

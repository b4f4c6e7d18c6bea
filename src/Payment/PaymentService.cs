using MassTransit;
using Npgsql;
using Sagas.Contracts;
using Sagas.EffectLedger;
using Sagas.Payment.CapturingPayments;
using Sagas.Payment.Gateway;
using Sagas.Payment.RefundingPayments;
using Sagas.Payment.RefundingReturns;
using Sagas.Payment.SimulatedGateway;
using Sagas.ServiceDefaults;

namespace Sagas.Payment;

/// <summary>What a host calls to become Payment.</summary>
public static class PaymentService
{
    public static void AddPayment(this WebApplicationBuilder builder)
    {
        builder.AddDatabase<PaymentDbContext>("Payment");
        builder.AddMaintenance<PaymentDbContext>("Payment");
        builder.Services.AddEffectLedger();
        builder.Services.AddOptions<PaymentOptions>().BindConfiguration(PaymentOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        builder.AddSimulatedGateway();
    }

    public static void AddPaymentConsumers(this IBusRegistrationConfigurator bus)
    {
        bus.AddConsumer<CapturePaymentConsumer, PaymentConsumerDefinition<CapturePaymentConsumer>>();
        bus.AddConsumer<RefundPaymentConsumer, PaymentConsumerDefinition<RefundPaymentConsumer>>();
        bus.AddConsumer<RefundReturnConsumer, PaymentConsumerDefinition<RefundReturnConsumer>>();
        bus.AddServiceEndpoint<PaymentDbContext>(Endpoints.Payment);
    }

    public static void MapPayment(this WebApplication app) => PaymentEndpoints.Map(app);

    /// <summary>Another gateway replaces this registration. The simulated one has a database of its own, as a real one would.</summary>
    static void AddSimulatedGateway(this WebApplicationBuilder builder)
    {
        const string database = "PaymentGateway";
        builder.AddDatabase<SimulatedGatewayDbContext>(database);
        builder.Services.AddKeyedSingleton(typeof(SimulatedGatewayDbContext), (provider, _) =>
        {
            // Its calls are short, and many captures are under way at once: they wait for a few connections rather than use up the server's. None changes its
            // session, and resetting one would be a transaction for each call.
            var connectionString = provider.GetRequiredService<IConfiguration>().GetConnectionString(database);
            return new NpgsqlDataSourceBuilder(connectionString) { ConnectionStringBuilder = { MaxPoolSize = 16, MaxAutoPrepare = 10, NoResetOnClose = true } }.Build();
        });
        builder.Services.AddSingleton(provider =>
            new ChargeStatements(provider.GetRequiredKeyedService<NpgsqlDataSource>(typeof(SimulatedGatewayDbContext))));
        builder.Services.AddSingleton<IPaymentGateway, SimulatedPaymentGateway>();
    }
}

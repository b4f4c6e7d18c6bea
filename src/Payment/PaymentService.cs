using MassTransit;
using Microsoft.Extensions.Options;
using Sagas.Contracts;
using Sagas.EffectLedger;
using Sagas.Payment.CapturingPayments;
using Sagas.Payment.Gateway;
using Sagas.Payment.RefundingPayments;
using Sagas.ServiceDefaults;

namespace Sagas.Payment;

/// <summary>What a host calls to become Payment.</summary>
public static class PaymentService
{
    public static void AddPayment(this WebApplicationBuilder builder)
    {
        builder.AddDatabase<PaymentDbContext>("Payment");
        builder.Services.AddEffectLedger();
        builder.Services.AddOptions<PaymentOptions>().BindConfiguration(PaymentOptions.Section).ValidateDataAnnotations().ValidateOnStart();

        builder.AddDatabase<GatewayDbContext>("PaymentGateway");
        var gateway = builder.Configuration.GetConnectionString("PaymentGateway")!;
        builder.Services.AddSingleton(_ => new GatewayDatabase(gateway));
        builder.Services.AddSingleton<IPaymentGateway, SimulatedPaymentGateway>();
    }

    public static void AddPaymentConsumers(this IBusRegistrationConfigurator bus)
    {
        bus.AddEntityFrameworkOutbox<PaymentDbContext>();
        bus.AddConsumer<CapturePaymentConsumer, PaymentConsumerDefinition<CapturePaymentConsumer>>();
        bus.AddConsumer<RefundPaymentConsumer, PaymentConsumerDefinition<RefundPaymentConsumer>>();
        bus.AddConfigureEndpointsCallback((context, name, endpoint) =>
        {
            if (name != Endpoints.Payment)
                return;
            var concurrentMessages = context.GetRequiredService<IOptions<PaymentOptions>>().Value.ConcurrentMessages;
            endpoint.ConcurrentMessageLimit = concurrentMessages;
            endpoint.PrefetchCount = 2 * concurrentMessages;
            endpoint.UseEntityFrameworkOutbox<PaymentDbContext>(context);
        });
    }

    public static void MapPayment(this WebApplication app) => PaymentEndpoints.Map(app);
}

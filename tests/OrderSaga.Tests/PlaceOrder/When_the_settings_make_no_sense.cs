using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Sagas.OrderSaga.PlaceOrder;
using Sagas.OrderSaga.StepSagas;
using Sagas.OrderSaga.Requests;

namespace Sagas.OrderSaga.Tests.PlaceOrder;

public sealed class When_the_settings_make_no_sense
{
    [Theory]
    [InlineData("Undo:Growth", "0")]
    [InlineData("Undo:Attempts", "0")]
    [InlineData("ReserveStock:Deadline", "00:00:00")]
    [InlineData("CapturePayment:RetryDelay", "-00:00:01")]
    [InlineData("CreateShipment:Longest", "00:00:00")]
    [InlineData("EarlyCancellationDelay", "-00:00:01")]
    public void The_error_names_the_setting(string setting, string value) =>
        Should.Throw<OptionsValidationException>(() => Read<PlaceOrderOptions>(PlaceOrderOptions.Section, setting, value))
            .Message.ShouldContain(setting.Split(':')[^1]);

    [Theory]
    [InlineData("Interval", "00:00:00")]
    [InlineData("Patience", "-00:00:01")]
    public void The_reconcilers_too(string setting, string value) =>
        Should.Throw<OptionsValidationException>(() => Read<ReconcilerOptions>(ReconcilerOptions.Section, setting, value)).Message.ShouldContain(setting);

    [Fact]
    public void No_patience_grows_beyond_its_longest_and_none_overflows()
    {
        var policy = new StepPolicy { Deadline = TimeSpan.FromSeconds(10), Attempts = 100, Growth = 10, Longest = TimeSpan.FromMinutes(10) };

        policy.DeadlineOf(1).ShouldBe(TimeSpan.FromSeconds(10));
        policy.DeadlineOf(2).ShouldBe(TimeSpan.FromSeconds(100));
        policy.DeadlineOf(100).ShouldBe(TimeSpan.FromMinutes(10));
        policy.RetryDelayAfter(100).ShouldBe(TimeSpan.FromMinutes(10));
    }

    static T Read<T>(string section, string setting, string value)
        where T : class
    {
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection([new($"{section}:{setting}", value)]).Build());
        services.AddOptions<T>().BindConfiguration(section).ValidateDataAnnotations();
        using var provider = services.BuildServiceProvider();
        return provider.GetRequiredService<IOptions<T>>().Value;
    }
}

using Microsoft.Extensions.Logging;
using Sagas.AllInOne.Demo;

namespace Sagas.AllInOne.Tests.Demo;

public sealed class When_services_warn_during_a_run : IDisposable
{
    readonly StringWriter output = new();
    readonly HeldLog log = new();
    readonly ILoggerFactory factory;

    public When_services_warn_during_a_run() => factory = LoggerFactory.Create(logging => logging.HoldIn(log));

    public void Dispose()
    {
        factory.Dispose();
        log.Dispose();
    }

    [Fact]
    public void Nothing_is_shown_before_there_is_room_for_it()
    {
        Logger("Sagas").LogWarning("The disk is nearly full.");

        output.ToString().ShouldBeEmpty();
    }

    [Fact]
    public void It_is_shown_once_with_how_often_it_happened()
    {
        for (var time = 0; time < 3; time++)
            Logger("Sagas").LogWarning("The disk is nearly full.");

        Release().ShouldBe("Warning (3 times): The disk is nearly full. (Sagas)");
    }

    [Fact]
    public void An_exception_is_named_without_its_stack()
    {
        Logger("Sagas").LogError(Thrown(), "It failed.");

        Release().ShouldBe("Error: It failed. InvalidOperationException: No more room. (Sagas)");
    }

    [Fact]
    public void What_comes_afterwards_is_shown_at_once()
    {
        Release().ShouldBeEmpty();

        Logger("Sagas").LogWarning("Too late.");

        output.ToString().Trim().ShouldBe("Warning: Too late. (Sagas)");
    }

    [Fact]
    public void Information_and_messages_that_are_tried_again_are_left_out()
    {
        Logger("Sagas").LogInformation("Started.");
        Logger("MassTransit.ReceiveTransport").LogWarning("R-RETRY");

        Release().ShouldBeEmpty();
    }

    ILogger Logger(string category) => factory.CreateLogger(category);

    string Release()
    {
        log.ReleaseTo(DemoConsole.Create(output));
        return output.ToString().Trim();
    }

    static InvalidOperationException Thrown()
    {
        try
        {
            throw new InvalidOperationException("No more room.");
        }
        catch (InvalidOperationException exception)
        {
            return exception;
        }
    }
}

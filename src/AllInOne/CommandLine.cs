using System.CommandLine;
using Sagas.AllInOne.Demo;
using Sagas.AllInOne.Serving;

namespace Sagas.AllInOne;

static class CommandLine
{
    /// <summary>How long a stopped command may take to end, before it is ended.</summary>
    public static InvocationConfiguration Patient { get; } = new() { ProcessTerminationTimeout = TimeSpan.FromSeconds(25) };

    public static RootCommand Create()
    {
        var once = new Option<bool>("--once") { Description = "End after the orders, with exit code 0 only if everything was as it must be." };
        var rabbitMq = new Option<bool>("--rabbitmq") { Description = "Send the messages over SAGAS_RABBITMQ instead of in memory.", Recursive = true };
        var port = new Option<int>("--port")
        {
            Description = "The port of the API on 127.0.0.1; 0 takes a free one.", DefaultValueFactory = _ => 8080, Recursive = true,
        };

        var demo = new Command("demo", "Place the orders of Northwind, show what came of them, then serve until Ctrl-C.") { once };
        demo.SetAction((line, stop) => DemoCommand.RunAsync(line.GetValue(port), line.GetValue(rabbitMq), line.GetValue(once), stop));

        var serve = new Command("serve", "Serve until Ctrl-C.");
        serve.SetAction((line, stop) => ServeCommand.RunAsync(line.GetValue(port), line.GetValue(rabbitMq), stop));

        return new RootCommand("Order placement with its orchestrator, inventory, payment and shipping in one process.") { rabbitMq, port, demo, serve };
    }
}

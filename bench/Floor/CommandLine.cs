using System.CommandLine;
using Sagas.Floor.Checking;
using Sagas.Floor.Forms;
using Sagas.Floor.Serving;

namespace Sagas.Floor;

static class CommandLine
{
    public static RootCommand Create()
    {
        var form = new Option<string>("--form") { Description = "What is written, and how many messages share a commit.", DefaultValueFactory = _ => "equal" };
        form.AcceptOnlyFromAmong([.. Form.All.Select(known => known.Name)]);
        var urls = new Option<string>("--urls") { Description = "Where the API listens.", DefaultValueFactory = _ => "http://127.0.0.1:8090" };

        var serve = new Command("serve", "Serve until Ctrl-C.") { form, urls };
        serve.SetAction((line, stop) =>
            new FloorHost(Settings.FromEnvironment(), Form.Named(line.GetValue(form)!)).RunAsync(line.GetValue(urls)!, stop));

        var check = new Command("check", "Place orders, deliver every message of theirs twice, and see that each is confirmed once, in every form.") { urls };
        check.SetAction((line, stop) => Check.RunAsync(Settings.FromEnvironment(), line.GetValue(urls)!, stop));

        return new RootCommand("Placing orders by hand, without a framework: what the real services are measured against.") { serve, check };
    }
}

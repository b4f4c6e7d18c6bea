using Spectre.Console;

namespace Sagas.AllInOne.Demo;

static class Addresses
{
    public static void Show(IAnsiConsole console, Uri api, string? rabbitMqManagement)
    {
        console.Heading("Serving until Ctrl-C");
        var table = new Table().NoBorder().HideHeaders().AddColumn("What").AddColumn("Where");
        table.AddRow("Explorer", Markup.Escape(api.ToString()));
        table.AddRow("API", Markup.Escape(new Uri(api, "orders").ToString()));
        table.AddRow("OpenAPI UI", Markup.Escape(new Uri(api, "swagger").ToString()));
        table.AddRow("Timeline of an order", Markup.Escape(new Uri(api, "sagas/").ToString()) + "{orderId}/timeline");
        if (!string.IsNullOrEmpty(rabbitMqManagement))
            table.AddRow("RabbitMQ", Markup.Escape(rabbitMqManagement));
        console.Write(table);
    }
}

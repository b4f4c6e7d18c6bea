using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;
using Sagas.OrderSaga.PlaceOrder;
using Sagas.SagaTimeline;
using Sagas.TestKit;

namespace Sagas.OrderSaga.Tests.PlaceOrder;

public sealed partial class When_the_diagram_is_drawn
{
    [Theory]
    [InlineData("README.md")]
    [InlineData("docs/place-order.md")]
    public void it_is_the_one_in_the_docs(string document)
    {
        var machine = new PlaceOrderStateMachine(new PlaceOrderSteps(Options.Create(new PlaceOrderOptions()), TimeProvider.System));
        var drawn = StateDiagram.ToMermaid(machine);

        var shown = Diagram().Match(File.ReadAllText(Path.Combine(Repository.Root, document))).Groups["diagram"].Value;

        shown.ShouldBe(drawn, $"The machine has changed. Put this into {document}:\n{drawn}");
    }

    [GeneratedRegex("```mermaid\n(?<diagram>.*?)```", RegexOptions.Singleline)]
    private static partial Regex Diagram();
}

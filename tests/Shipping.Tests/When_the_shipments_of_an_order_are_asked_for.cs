using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Sagas.Shipping.Tests;

public sealed class When_the_shipments_of_an_order_are_asked_for(Depot depot) : IClassFixture<Depot>
{
    [Theory]
    [InlineData("?orderId=abc", "is abc. Give an id such as ")]
    [InlineData("", "is required. Give an id such as ")]
    public async Task an_id_that_is_none_is_refused(string query, string fault)
    {
        using var answer = await depot.Host.Http.GetAsync($"/shipments{query}");

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var errors = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("errors");
        errors.GetProperty("orderId")[0].GetString()!.ShouldStartWith(fault);
    }
}

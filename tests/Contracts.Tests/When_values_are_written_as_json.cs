using System.Text.Json;

namespace Sagas.Contracts.Tests;

public sealed class When_values_are_written_as_json
{
    static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    [Fact]
    public void money_is_a_decimal_in_a_string_and_comes_back_with_every_digit()
    {
        var money = new Money(1234567890.1230m, "EUR");

        var json = JsonSerializer.Serialize(money, Json);

        json.ShouldBe("""{"amount":"1234567890.1230","currency":"EUR"}""");
        JsonSerializer.Deserialize<Money>(json, Json).ShouldBe(money);
    }

    [Theory]
    [InlineData("""{"amount":12.5,"currency":"EUR"}""")]
    [InlineData("""{"amount":"12,5","currency":"EUR"}""")]
    [InlineData("""{"amount":"1e3","currency":"EUR"}""")]
    [InlineData("""{"amount":"","currency":"EUR"}""")]
    public void an_amount_that_is_no_plain_decimal_is_refused(string json) =>
        Should.Throw<JsonException>(() => JsonSerializer.Deserialize<Money>(json, Json)).Message.ShouldContain("\"12.50\"");

    [Fact]
    public void an_effect_key_is_its_text_and_comes_back_from_it()
    {
        var key = new EffectKey(Guid.Parse("018f0000-0000-7000-8000-000000000001"), "capture-payment", EffectIntent.Undo, 2);

        key.ToString().ShouldBe("018f0000-0000-7000-8000-000000000001/capture-payment/undo/2");
        JsonSerializer.Deserialize<EffectKey>(JsonSerializer.Serialize(key)).ShouldBe(key);
    }

    [Theory]
    [InlineData("")]
    [InlineData("018f0000-0000-7000-8000-000000000001/capture-payment/do")]
    [InlineData("018f0000-0000-7000-8000-000000000001/capture-payment/redo/1")]
    [InlineData("018f0000-0000-7000-8000-000000000001/capture-payment/do/0")]
    [InlineData("018f0000-0000-7000-8000-000000000001//do/1")]
    [InlineData("no-guid/capture-payment/do/1")]
    public void a_text_that_is_no_effect_key_is_refused_with_what_was_expected(string text) =>
        Should.Throw<FormatException>(() => EffectKey.Parse(text)).Message.ShouldContain("<saga id>/<step>/<do or undo>/<round from 1>");
}

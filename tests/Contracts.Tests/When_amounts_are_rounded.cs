using System.Globalization;

namespace Sagas.Contracts.Tests;

public sealed class When_amounts_are_rounded
{
    [Theory]
    [InlineData("12.5", "USD", "12.50")]
    [InlineData("0.125", "USD", "0.12")]
    [InlineData("0.135", "USD", "0.14")]
    [InlineData("-0.125", "USD", "-0.12")]
    [InlineData("2.5", "JPY", "2")]
    [InlineData("3.5", "JPY", "4")]
    [InlineData("1.0005", "KWD", "1.000")]
    [InlineData("1.0015", "KWD", "1.002")]
    [InlineData("1.00005", "CLF", "1.0000")]
    public void halves_go_to_the_even_minor_unit(string amount, string currency, string rounded) =>
        Text(Currency.Round(Number(amount), currency)).ShouldBe(rounded);

    [Theory]
    [InlineData("18.0000", "USD", "18.00")]
    [InlineData("18.1250", "USD", "18.125")]
    [InlineData("18.1234", "USD", "18.1234")]
    [InlineData("1800.0000", "JPY", "1800")]
    [InlineData("0.0000", "KWD", "0.000")]
    public void the_plain_form_has_the_currencys_decimals_or_as_many_as_it_needs(string amount, string currency, string plain) =>
        Text(Currency.Plain(Number(amount), currency)).ShouldBe(plain);

    [Theory]
    [InlineData("USD", "0.01")]
    [InlineData("JPY", "1")]
    [InlineData("BHD", "0.001")]
    [InlineData("UYW", "0.0001")]
    public void a_minor_unit_is_the_smallest_amount(string currency, string unit) => Text(Currency.MinorUnit(currency)).ShouldBe(unit);

    [Theory]
    [InlineData("usd")]
    [InlineData("XXX")]
    [InlineData("")]
    [InlineData("US")]
    public void a_currency_that_iso_4217_does_not_have_is_no_currency(string code)
    {
        Currency.IsKnown(code).ShouldBeFalse();
        Should.Throw<ArgumentException>(() => Currency.Round(1m, code));
    }

    static decimal Number(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);

    static string Text(decimal number) => number.ToString(CultureInfo.InvariantCulture);
}

using Npgsql;
using Sagas.SagaTimeline.Hashing;
using Sagas.TestKit;

namespace Sagas.SagaTimeline.Tests.Hashing;

/// <summary>jsonb keeps values, not bytes: the canonical form has to survive it, else the hash chain would break by itself.</summary>
public sealed class When_details_come_back_from_the_database(TestDatabase database) : IClassFixture<TestDatabase>
{
    [Theory]
    [InlineData("""{"b": 1, "a": {"d": [1, 2.50, -0, -0.0, 0.00], "c": null}, "ab": true}""", """{"a":{"c":null,"d":[1,2.50,0,0.0,0.00]},"ab":true,"b":1}""")]
    [InlineData("""{"large": 12345678901234567890123456789012345678901234567890, "small": 0.000000000000000000000000000001}""", null)]
    [InlineData("""{"exponent": 1e30, "fraction": 1.5E-7}""", """{"exponent":"1e30","fraction":"1.5E-7"}""")]
    [InlineData("""{"a": 1, "a": 2}""", """{"a":2}""")]
    [InlineData("""{"quote": "\" \\ \/ \b \f \n \r \t \u001f \u007f é 😀 \u00e9"}""", null)]
    [InlineData("""{"nul \u0000": "a\u0000b", "halves": ["\ud800", "x\udc00"]}""", null)]
    [InlineData("""{"": [], "empty": {}, "nested": [[], [{}], [[1]]]}""", """{"":[],"empty":{},"nested":[[],[{}],[[1]]]}""")]
    public async Task They_have_the_same_canonical_form(string json, string? expected)
    {
        var canonical = CanonicalDetails.Of(json);
        await using var command = database.DataSource.CreateCommand("select $1::jsonb::text");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = canonical });
        CanonicalDetails.Of((string)(await command.ExecuteScalarAsync())!).ShouldBe(canonical);
        if (expected is not null)
            canonical.ShouldBe(expected);
    }

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("a\0b", "a\ufffdb")]
    [InlineData("😀", "😀")]
    [InlineData(null, null)]
    public void Text_is_made_to_fit_and_no_more(string? text, string? expected) => StorableText.Of(text).ShouldBe(expected);

    [Fact]
    public void Halves_of_surrogate_pairs_are_replaced() =>
        StorableText.Of("\ud800 x\udc00y \ud83d\ude00 \ud800").ShouldBe("\ufffd x\ufffdy \ud83d\ude00 \ufffd");

    [Fact]
    public void Long_text_is_cut() => StorableText.Cut(new string('x', 5_000)).Length.ShouldBe(4_003);
}

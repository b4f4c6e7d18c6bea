using FsCheck;
using FsCheck.Fluent;

namespace Sagas.EventStore.Tests;

public sealed class When_jsonb_spells_a_value_differently(TestDatabase database) : IClassFixture<TestDatabase>
{
    [Theory]
    [InlineData("1.50", "15e-1")]
    [InlineData("1E2", "1e2")]
    [InlineData("100.00", "1e2")]
    [InlineData("0.00120", "12e-4")]
    [InlineData("-0.0e5", "0")]
    [InlineData("-12e+0", "-12")]
    [InlineData("12345678901234567890.123456789", "12345678901234567890123456789e-9")]
    [InlineData(""" { "b" : 1 , "a" : [ true , null , { } , [ ] ] , "b" : 2 } """, """{"a":[true,null,{},[]],"b":2}""")]
    [InlineData("""{"\u0061b": "\u00e9\/\ud83d\ude00\n\u001f\u007f\"\\"}""", """{"ab":"é/😀\u000a\u001f""" + "\u007f" + """\"\\"}""")]
    [InlineData("""{"b":{"d":[{"z":1,"y":2}],"c":3},"a":4}""", """{"a":4,"b":{"c":3,"d":[{"y":2,"z":1}]}}""")]
    [InlineData("""{"～":1,"😀":2,"é":3,"e":4}""", """{"e":4,"é":3,"😀":2,"～":1}""")]
    [InlineData("""{"a\"":1,"a!":2,"\u0061\u0022":3}""", """{"a!":2,"a\"":3}""")]
    [InlineData(
        """{"s":1,"r":1,"q":1,"p":1,"o":1,"n":1,"m":1,"l":1,"k":1,"j":1,"i":1,"h":1,"g":1,"f":1,"e":1,"d":1,"c":1,"b":1,"a":1}""",
        """{"a":1,"b":1,"c":1,"d":1,"e":1,"f":1,"g":1,"h":1,"i":1,"j":1,"k":1,"l":1,"m":1,"n":1,"o":1,"p":1,"q":1,"r":1,"s":1}""")]
    public void The_canonical_form_is_one(string json, string canonical) => Some.Canonical(json).ShouldBe(canonical);

    [Theory]
    [InlineData("1e131072")]
    [InlineData("1e-16384")]
    [InlineData("1e99999999999999999999")]
    [InlineData("\"\\u0000\"")]
    [InlineData("\"\\udc00\\ud800\"")]
    [InlineData("{\"\\ud800\": 1}")]
    public void What_jsonb_cannot_hold_is_refused(string json) => Should.Throw<System.Text.Json.JsonException>(() => Some.Canonical(json));

    [Fact]
    public async Task What_the_database_gives_back_has_the_same_canonical_bytes()
    {
        var spellings = Gen.Sample(Spelling(depth: 3), 3000);
        await using var command = database.App.CreateCommand("select v::jsonb::text from unnest($1) with ordinality as s (v, n) order by n");
        command.Parameters.AddWithValue(spellings);
        await using var reader = await command.ExecuteReaderAsync();

        foreach (var spelling in spellings)
        {
            (await reader.ReadAsync()).ShouldBeTrue();
            Some.Canonical(reader.GetString(0)).ShouldBe(Some.Canonical(spelling), spelling);
        }
    }

    [Fact]
    public async Task Two_spellings_have_the_same_canonical_bytes_exactly_when_jsonb_holds_them_equal()
    {
        var spellings = Gen.Sample(Spelling(depth: 1), 600);
        await using var command = database.App.CreateCommand(
            """
            with s as (select n, v::jsonb as v from unnest($1) with ordinality as s (v, n))
            select a.n - 1, b.n - 1 from s a join s b on a.v = b.v and a.n < b.n
            """);
        command.Parameters.AddWithValue(spellings);
        await using var reader = await command.ExecuteReaderAsync();
        var equalInDatabase = new HashSet<(long, long)>();
        while (await reader.ReadAsync())
            equalInDatabase.Add((reader.GetInt64(0), reader.GetInt64(1)));

        var canonical = Array.ConvertAll(spellings, Some.Canonical);
        var equalHere = Enumerable.Range(0, spellings.Length)
            .SelectMany(a => Enumerable.Range(a + 1, spellings.Length - a - 1).Where(b => canonical[a] == canonical[b]).Select(b => ((long)a, (long)b)));

        equalInDatabase.Count.ShouldBeGreaterThan(100);
        equalInDatabase.SymmetricExceptWith(equalHere);
        equalInDatabase.Select(pair => (spellings[pair.Item1], spellings[pair.Item2])).ShouldBeEmpty();
    }

    // JSON texts in every spelling that the grammar allows: escapes, exponents, white space, names that come twice.
    static Gen<string> Spelling(int depth) => depth == 0
        ? Scalar
        : Gen.Frequency(
            (2, Scalar),
            (1, Several(Padded(Spelling(depth - 1))).Select(elements => $"[{elements}]")),
            (2, Several(Padded(Text.Zip(Padded(Spelling(depth - 1)), (name, value) => $"{name}:{value}"))).Select(members => $"{{{members}}}")));

    static Gen<string> Scalar => Gen.OneOf(Number, Text, Gen.Elements("true", "false", "null"));

    static Gen<string> Number =>
        from sign in Gen.Elements("", "-")
        from whole in Gen.Elements("0", "1", "10", "12", "120", "98765432109876543210")
        from fraction in Gen.Elements("", "", ".0", ".5", ".50", ".05", ".123456789012345678901234567890")
        from exponent in Gen.Elements("", "", "e0", "E1", "e+2", "e-2", "E-30", "e30")
        select sign + whole + fraction + exponent;

    static Gen<string> Text => Gen
        .Elements("a", "b", "é", "\\u00e9", "\\u0061", "\\n", "\\u000A", "\\t", "\\u001f", "\\\"", "\\\\", "/", "\\/", "😀", "\\ud83d\\ude00", "\u007f", "\uffff", " ")
        .ListOf().Resize(3)
        .Select(parts => $"\"{string.Concat(parts)}\"");

    static Gen<string> Padded(Gen<string> inner) => inner.Zip(Gen.Elements("", "", " ", "\n\t "), (text, space) => space + text + space);

    static Gen<string> Several(Gen<string> part) => Gen.Choose(0, 4).SelectMany(n => part.ArrayOf(n)).Select(parts => string.Join(',', parts));
}

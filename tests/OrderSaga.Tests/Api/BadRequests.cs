namespace Sagas.OrderSaga.Tests.Api;

/// <summary>Requests that must be refused, with the field that the answer must name.</summary>
static class BadRequests
{
    const string Good = """
        {"customerId":"VINET","lines":[{"sku":"NW-011","quantity":12}],
         "shipTo":{"name":"Vins et alcools Chevalier","street":"59 rue de l'Abbaye","city":"Reims","postalCode":"51100","country":"France"},
         "paymentToken":"tok_approved","expectedTotal":{"amount":"168.00","currency":"USD"}}
        """;

    const string Lines = """[{"sku":"NW-011","quantity":12}]""";

    public static string GoodBody => Good;

    public static TheoryData<string, string, string> Bodies => new()
    {
        { "not JSON", "hello", "body" },
        { "empty body", "", "body" },
        { "half a body", Good[..40], "lines[0].sku" },
        { "null", "null", "body" },
        { "an array", "[]", "body" },
        { "a number", "42", "body" },
        { "an unknown field", Good.Replace("\"customerId\"", "\"discount\":1,\"customerId\"", StringComparison.Ordinal), "discount" },
        { "a price", Good.Replace("\"quantity\":12", "\"quantity\":12,\"unitPrice\":\"1.00\"", StringComparison.Ordinal), "lines[0].unitPrice" },
        { "a field twice", Good.Replace("\"customerId\"", "\"customerId\":\"A\",\"customerId\"", StringComparison.Ordinal), "customerId" },
        { "no customer", Good.Replace("\"customerId\":\"VINET\",", "", StringComparison.Ordinal), "customerId" },
        { "a null customer", Good.Replace("\"VINET\"", "null", StringComparison.Ordinal), "customerId" },
        { "a blank customer", Good.Replace("VINET", "  ", StringComparison.Ordinal), "customerId" },
        { "a customer that is a number", Good.Replace("\"VINET\"", "7", StringComparison.Ordinal), "customerId" },
        { "an endless customer", Good.Replace("VINET", new string('x', 201), StringComparison.Ordinal), "customerId" },
        { "control characters", Good.Replace("VINET", "VI\\u0000NET", StringComparison.Ordinal), "customerId" },
        { "lines missing", Good.Replace("\"lines\":" + Lines + ",", "", StringComparison.Ordinal), "lines" },
        { "no lines", Good.Replace(Lines, "[]", StringComparison.Ordinal), "lines" },
        { "lines null", Good.Replace(Lines, "null", StringComparison.Ordinal), "lines" },
        { "a null line", Good.Replace(Lines, "[null]", StringComparison.Ordinal), "lines[0]" },
        { "lines that are an object", Good.Replace(Lines, "{}", StringComparison.Ordinal), "lines" },
        { "101 lines", Good.Replace(Lines, "[" + string.Join(',', Enumerable.Range(0, 101).Select(i => $$"""{"sku":"S-{{i}}","quantity":1}""")) + "]", StringComparison.Ordinal), "lines" },
        { "one SKU twice", Good.Replace(Lines, """[{"sku":"NW-011","quantity":1},{"sku":"NW-011","quantity":2}]""", StringComparison.Ordinal), "lines[1].sku" },
        { "a blank SKU", Good.Replace("NW-011", "", StringComparison.Ordinal), "lines[0].sku" },
        { "quantity 0", Good.Replace(":12}", ":0}", StringComparison.Ordinal), "lines[0].quantity" },
        { "a negative quantity", Good.Replace(":12}", ":-3}", StringComparison.Ordinal), "lines[0].quantity" },
        { "a huge quantity", Good.Replace(":12}", ":10001}", StringComparison.Ordinal), "lines[0].quantity" },
        { "a quantity beyond any integer", Good.Replace(":12}", ":99999999999999999999}", StringComparison.Ordinal), "lines[0].quantity" },
        { "half a piece", Good.Replace(":12}", ":1.5}", StringComparison.Ordinal), "lines[0].quantity" },
        { "a quantity in quotes", Good.Replace(":12}", ":\"12\"}", StringComparison.Ordinal), "lines[0].quantity" },
        { "no address", Good.Replace("\"shipTo\"", "\"shipto2\"", StringComparison.Ordinal), "shipto2" },
        { "an address without country", Good.Replace(",\"country\":\"France\"", "", StringComparison.Ordinal), "shipTo.country" },
        { "a blank city", Good.Replace("Reims", " ", StringComparison.Ordinal), "shipTo.city" },
        { "no payment token", Good.Replace("tok_approved", "", StringComparison.Ordinal), "paymentToken" },
        { "an unknown currency", Good.Replace("USD", "XXY", StringComparison.Ordinal), "expectedTotal.currency" },
        { "a currency in lower case", Good.Replace("USD", "usd", StringComparison.Ordinal), "expectedTotal.currency" },
        { "a total that is a number", Good.Replace("\"168.00\"", "168.00", StringComparison.Ordinal), "expectedTotal.amount" },
        { "a negative total", Good.Replace("168.00", "-1.00", StringComparison.Ordinal), "expectedTotal.amount" },
        { "a tenth of a cent", Good.Replace("168.00", "168.001", StringComparison.Ordinal), "expectedTotal.amount" },
        { "half a yen", Good.Replace("168.00", "168.50", StringComparison.Ordinal).Replace("USD", "JPY", StringComparison.Ordinal), "expectedTotal.amount" },
        { "a currency that was given up", Good.Replace("USD", "ANG", StringComparison.Ordinal), "expectedTotal.currency" },
        { "nested without end", Good.Replace("\"VINET\"", string.Concat(Enumerable.Repeat("[", 60)) + string.Concat(Enumerable.Repeat("]", 60)), StringComparison.Ordinal), "customerId" },
    };
}

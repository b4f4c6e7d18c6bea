using System.Collections.Frozen;

namespace Sagas.Contracts;

/// <summary>The currencies of ISO 4217 and their minor units. Every service rounds by this table, so that totals agree to the last digit.</summary>
public static class Currency
{
    static readonly FrozenDictionary<string, int> Decimals = new[]
    {
        (Decimals: 0, Codes: "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"),
        (Decimals: 2, Codes: """
            AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CNY COP CRC CUP CVE CZK DKK DOP DZD EGP ERN
            ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK
            MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP
            STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD UYU UZS VED VES WST XCD XCG YER ZAR ZMW ZWG
            """),
        (Decimals: 3, Codes: "BHD IQD JOD KWD LYD OMR TND"),
        (Decimals: 4, Codes: "CLF UYW"),
    }
    .SelectMany(group => group.Codes.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries), (group, code) => (Code: code, group.Decimals))
    .ToFrozenDictionary(currency => currency.Code, currency => currency.Decimals);

    /// <summary>A decimal keeps as many decimals as a division needs: dividing by this 1 removes trailing zeros.</summary>
    const decimal WithoutTrailingZeros = 1.000000000000000000000000000000000m;

    /// <summary>Whether the code is one of ISO 4217, in upper case.</summary>
    public static bool IsKnown(string code) => Decimals.ContainsKey(code);

    /// <summary>The smallest amount that can be paid in a currency, such as 0.01 for USD and 1 for JPY.</summary>
    /// <exception cref="ArgumentException">The currency is unknown.</exception>
    public static decimal MinorUnit(string code) => new(1, 0, 0, isNegative: false, (byte)DecimalsOf(code));

    /// <summary>Rounds half to even to the currency's minor unit. The result has exactly its decimals: 12.5 USD becomes 12.50.</summary>
    /// <exception cref="ArgumentException">The currency is unknown.</exception>
    public static decimal Round(decimal amount, string code) => Plain(Math.Round(amount, DecimalsOf(code), MidpointRounding.ToEven), code);

    /// <summary>The same amount with the currency's decimals, or more if it needs them: 18.0000 USD becomes 18.00, 18.1250 USD becomes 18.125.</summary>
    /// <exception cref="ArgumentException">The currency is unknown.</exception>
    public static decimal Plain(decimal amount, string code) => (amount / WithoutTrailingZeros) + new decimal(0, 0, 0, isNegative: false, (byte)DecimalsOf(code));

    static int DecimalsOf(string code) =>
        Decimals.TryGetValue(code, out var decimals) ? decimals : throw new ArgumentException($"'{code}' is not a currency code of ISO 4217.", nameof(code));
}

using System.Globalization;
using System.Numerics;
using System.Text;
using Sagas.SagaTimeline.Hashing;

namespace Sagas.SagaTimeline.Tests.Hashing;

/// <summary>What was stored once has to be verified for ever: the expected value was computed by other means, and does not change.</summary>
public sealed class When_a_step_is_hashed
{
    static readonly DateTimeOffset Sent = new(2026, 3, 4, 11, 15, 2, TimeSpan.FromHours(1));

    [Fact]
    public void Its_digest_is_the_sha256_of_its_columns_as_canonical_json()
    {
        var handled = Sent.AddMicroseconds(123_456);
        var step = new TimelineStep
        {
            SagaType = "PlaceOrderState",
            CorrelationId = new Guid("0199A4C2-7D3E-7C0A-9B1F-2F4D6A8C0E12"),
            RecordedAt = handled.AddTicks(7),
            Kind = StepKind.ActedOn,
            StateBefore = "ReservingStock",
            SagaVersion = 3,
            MessageType = "StockReserved",
            MessageId = new Guid("0199a4c2-7d3e-7c0a-9b1f-2f4d6a8c0e14"),
            Source = "inventory",
            Attempt = 1,
            SentAt = Sent,
            ReceivedAt = Sent.AddMilliseconds(100),
            HandledAt = handled,
            Reason = "\"quoted\", \\ and\nÄ €",
            TraceId = "4bf92f3577b34da6a3ce929d0e0e4736",
        };
        const string Details =
            """{"changes":{"Attempt":{"from":1,"to":2}},"sent":[{"id":"0199a4c2-7d3e-7c0a-9b1f-2f4d6a8c0e15","to":"payment","type":"CapturePayment"}]}""";

        Convert.ToHexStringLower(StepHash.Digest(step, Encoding.UTF8.GetBytes(Details))).ShouldBe("902f41928eb7f7bffb87da9f2c600dab6f8655da3da2456d948aca67e99e247c");
    }

    [Fact]
    public void A_number_of_any_length_is_written_whole()
    {
        var number = BigInteger.Pow(7, 5_000);
        using var writer = new CanonicalWriter();
        writer.BeginArray();
        writer.Number(number);
        writer.Number(1);
        writer.EndArray();
        Encoding.UTF8.GetString(writer.Written).ShouldBe($"[{number.ToString(CultureInfo.InvariantCulture)},1]");
    }
}

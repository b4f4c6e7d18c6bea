using System.Text.Json;
using System.Text.Json.Nodes;

namespace MassTransit.EntityFrameworkCoreIntegration;

/// <summary>
/// A dead letter's body for its next delivery. An envelope has headers of its own, and one that was delivered again says how often: with those the message would be
/// given up at once, instead of having all its redeliveries before it.
/// </summary>
static class RedrivenBody
{
    public static byte[] Of(DeadLetter letter)
    {
        if (letter.ContentType?.StartsWith("application/vnd.masstransit+json", StringComparison.OrdinalIgnoreCase) != true)
            return letter.Body;
        try
        {
            var envelope = JsonNode.Parse(letter.Body);
            if (envelope?["headers"] is not JsonObject headers || headers.Select(header => header.Key).Where(FailedDelivery.IsHandedOn).ToList() is not { Count: > 0 } past)
                return letter.Body;
            foreach (var header in past)
                headers.Remove(header);
            return JsonSerializer.SerializeToUtf8Bytes(envelope);
        }
        catch (Exception exception) when (exception is JsonException or ArgumentException or InvalidOperationException)
        {
            // What can't be read is sent as it came.
            return letter.Body;
        }
    }
}

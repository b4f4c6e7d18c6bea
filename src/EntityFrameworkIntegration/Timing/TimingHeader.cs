using Sagas.Transactions;

namespace MassTransit.EntityFrameworkCoreIntegration;

/// <summary>Puts the time of a message into the headers of its row.</summary>
static class TimingHeader
{
    const string Beginning = $$"""{"{{MessageTiming.Header}}":""" + "\"";

    /// <summary>Puts the header first, or replaces the one that was put there: rows are stamped when they are made, and again when their unit is handed to the commit.</summary>
    /// <param name="headers">A JSON object.</param>
    /// <param name="timing">What the message tells.</param>
    public static string In(string headers, MessageTiming timing)
    {
        var rest = headers.AsSpan(headers.StartsWith(Beginning, StringComparison.Ordinal) ? headers.IndexOf('"', Beginning.Length) + 1 : 1);
        return string.Concat(Beginning, timing.ToString(), rest is ['}' or ',', ..] ? "\"" : "\",", rest);
    }

    /// <summary>What the message of a delivery told: the transport's header, because an envelope was sealed before.</summary>
    public static MessageTiming? Of(ConsumeContext context) => MessageTiming.Parse(context.ReceiveContext.TransportHeaders.Get<string>(MessageTiming.Header));
}

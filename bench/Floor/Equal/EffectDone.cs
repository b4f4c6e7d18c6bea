using System.Security.Cryptography;
using Sagas.Floor.Databases;
using Sagas.Floor.Hops;
using Sagas.Floor.Orders;

namespace Sagas.Floor.Equal;

/// <summary>What a participant writes beside its own rows: the effect, with the reply that a repeat of the command would get.</summary>
sealed record EffectDone(Hop Hop, string Key)
{
    public static EffectDone Of(Hop hop) => new(hop, KeyOf(hop));

    /// <summary>What names the effect.</summary>
    public static string KeyOf(Hop hop) => $"{hop.Order.OrderId}/{Step(hop.Sends)}/do/1";

    public static Columns<EffectDone> With(Columns<EffectDone> columns) => columns
        .Jsonb("reply", row => Documents.Reply(row.Hop, row.Key))
        .Bytes("command_hash", row => SHA256.HashData(row.Hop.Body));

    static string Step(MessageKind reply) => reply switch
    {
        MessageKind.StockReserved => "reserve-stock",
        MessageKind.PaymentCaptured => "capture-payment",
        _ => "create-shipment",
    };
}

using Sagas.Contracts.Inventory;
using Sagas.Contracts.Shipping;

namespace Sagas.Exploration.Tests.Participants;

enum StockModel
{
    Free,
    Reserved,
    Shipped,

    /// <summary>A parcel has left whose goods were never reserved, or were set free.</summary>
    Missing,
}

/// <summary>Inventory: its ledger and its stock are one database, and commands about one step wait for each other.</summary>
sealed record InventoryModel
{
    public StockModel Stock { get; init; }

    public EffectModel Effects { get; init; } = EffectModel.Empty;

    public string Canonical(Func<EffectModel, string> effects) => $"{Stock} {effects(Effects)}";

    public static IEnumerable<Doing> Reserve(World world, ReserveStock command)
    {
        var ledger = world.Inventory.Effects;
        if (ledger.Find(command.EffectKey) is { } reply)
        {
            yield return new Doing("answers again", world.With(reply));
        }
        else if (ledger.IsUndone)
        {
            yield return Answer(world, command, Refused(command, "AlreadyUndone"), "refuses: it was undone before", world.Inventory.Stock);
        }
        else
        {
            yield return Answer(world, command, Reserved(command), "reserves", StockModel.Reserved);
            yield return Answer(world, command, Refused(command, "OutOfStock"), "is out of stock", world.Inventory.Stock);
        }
    }

    public static IEnumerable<Doing> Unreserve(World world, UnreserveStock command)
    {
        if (world.Inventory.Effects.Find(command.EffectKey) is { } reply)
        {
            yield return new Doing("answers again", world.With(reply));
            yield break;
        }

        var reserved = world.Inventory.Stock == StockModel.Reserved;
        var unreserved = new StockUnreserved { SagaId = command.SagaId, OrderId = command.OrderId, EffectKey = command.EffectKey, Units = reserved ? 12 : 0 };
        yield return new Doing(reserved ? "sets the stock free" : "finds nothing to set free", (world with
        {
            Inventory = new InventoryModel
            {
                Stock = reserved ? StockModel.Free : world.Inventory.Stock, Effects = world.Inventory.Effects.Record(command.EffectKey, unreserved),
            },
        }).With(unreserved));
    }

    /// <summary>The parcel has left with the goods.</summary>
    public static IEnumerable<Doing> Ship(World world, ShipmentDispatched _)
    {
        if (world.Inventory.Stock == StockModel.Reserved)
            yield return new Doing("books the goods out", world with { Inventory = world.Inventory with { Stock = StockModel.Shipped } });
        else if (world.Inventory.Stock == StockModel.Free)
            yield return new Doing("has no goods for the parcel", world with { Inventory = world.Inventory with { Stock = StockModel.Missing } });
    }

    static Doing Answer(World world, ReserveStock command, object reply, string what, StockModel stock) => new(what, (world with
    {
        Inventory = new InventoryModel { Stock = stock, Effects = world.Inventory.Effects.Record(command.EffectKey, reply) },
    }).With(reply));

    static StockReserved Reserved(ReserveStock command) => new()
    {
        SagaId = command.SagaId,
        OrderId = command.OrderId,
        EffectKey = command.EffectKey,
        Lines = [new ReservedLine { Sku = "NW-011", Quantity = 12, UnitPrice = World.Total with { Amount = 14m }, LineTotal = World.Total }],
        Total = World.Total,
    };

    static StockUnavailable Refused(ReserveStock command, string reason) => new()
    {
        SagaId = command.SagaId, OrderId = command.OrderId, EffectKey = command.EffectKey, Reason = reason, Shortages = [],
    };
}

using Sagas.Contracts.Shipping;

namespace Sagas.Exploration.Tests.Participants;

enum ParcelModel
{
    None,
    Created,
    Cancelled,
    Dispatched,
}

/// <summary>Shipping: one row lock decides whether a parcel leaves or is cancelled.</summary>
sealed record ShippingModel
{
    public ParcelModel Parcel { get; init; }

    public EffectModel Effects { get; init; } = EffectModel.Empty;

    public string Canonical(Func<EffectModel, string> effects) => $"{Parcel} {effects(Effects)}";

    public static IEnumerable<Doing> Create(World world, CreateShipment command)
    {
        var ledger = world.Shipping.Effects;
        if (ledger.Find(command.EffectKey) is { } reply)
        {
            yield return new Doing("answers again", world.With(reply));
        }
        else if (ledger.IsUndone)
        {
            yield return Record(world, command, Refused(command, "AlreadyUndone"), "refuses: it was undone before", world.Shipping.Parcel);
        }
        else
        {
            var created = new ShipmentCreated
            {
                SagaId = command.SagaId, OrderId = command.OrderId, EffectKey = command.EffectKey,
                ShipmentId = World.ShipmentId, Carrier = "Speedy Express", TrackingNumber = "SE-1",
            };
            yield return Record(world, command, created, "creates the shipment", ParcelModel.Created);
            yield return Record(world, command, Refused(command, "CountryNotServed"), "does not serve the country", world.Shipping.Parcel);
        }
    }

    public static IEnumerable<Doing> Cancel(World world, CancelShipment command)
    {
        if (world.Shipping.Effects.Find(command.EffectKey) is { } reply)
        {
            yield return new Doing("answers again", world.With(reply));
            yield break;
        }

        if (world.Shipping.Parcel == ParcelModel.Dispatched)
        {
            var refused = new ShipmentCancellationRefused
            {
                SagaId = command.SagaId, OrderId = command.OrderId, EffectKey = command.EffectKey,
                Reason = "AlreadyDispatched", ShipmentId = World.ShipmentId, Carrier = "Speedy Express", TrackingNumber = "SE-1",
            };
            yield return Record(world, command, refused, "cannot: the parcel has left", ParcelModel.Dispatched);
            yield break;
        }

        var existed = world.Shipping.Parcel != ParcelModel.None;
        var cancelled = new ShipmentCancelled { SagaId = command.SagaId, OrderId = command.OrderId, EffectKey = command.EffectKey, Existed = existed };
        yield return Record(world, command, cancelled, existed ? "cancels the shipment" : "finds no shipment", existed ? ParcelModel.Cancelled : ParcelModel.None);
    }

    public static IEnumerable<Doing> Dispatch(World world)
    {
        if (world.Shipping.Parcel != ParcelModel.Created)
            yield break;
        var dispatched = new ShipmentDispatched { ShipmentId = World.ShipmentId, OrderId = World.OrderId, Lines = [], DispatchedAt = DateTimeOffset.UnixEpoch };
        yield return new Doing("the parcel leaves", (world with { Shipping = world.Shipping with { Parcel = ParcelModel.Dispatched } }).With(dispatched));
    }

    static Doing Record(World world, object command, object reply, string what, ParcelModel parcel) => new(what, (world with
    {
        Shipping = new ShippingModel { Parcel = parcel, Effects = world.Shipping.Effects.Record(Letters.KeyOf(command)!, reply) },
    }).With(reply));

    static ShipmentRefused Refused(CreateShipment command, string reason) => new()
    {
        SagaId = command.SagaId, OrderId = command.OrderId, EffectKey = command.EffectKey, Reason = reason,
    };
}

namespace Sagas.Shipping.CancellingShipments;

/// <summary>Names the shipment that a saga asked for.</summary>
readonly record struct ShipmentOfSaga(Guid OrderId, Guid SagaId);

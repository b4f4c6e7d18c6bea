namespace Sagas.EntityFrameworkIntegration.Tests.TollGates;

// To the gate's saga.
public sealed record OpenGate(Guid GateId);

public sealed record CarArrived(Guid GateId, string Plate);

public sealed record CloseGateLater(Guid GateId, TimeSpan After);

public sealed record KeepGateOpen(Guid GateId);

public sealed record CloseGateAtTheLastMoment(Guid GateId);

/// <summary>The handler changes the gate, and the change must not be kept.</summary>
public sealed record InspectGate(Guid GateId);

public sealed record ClosingTime(Guid GateId);

public sealed record DemolishGate(Guid GateId);

// From it.
public sealed record GateOpened(Guid GateId);

public sealed record CarPassed(Guid GateId, string Plate, int Cars);

public sealed record GateClosed(Guid GateId);

public sealed record GateInspected(Guid GateId, int Cars);

public sealed record GateDemolished(Guid GateId, int Cars);

// The toll office.
public sealed record RecordCrossing(Guid CrossingId);

public sealed record CrossingRecorded(Guid CrossingId);

public sealed record CollectToll(Guid CrossingId, int Amount);

public sealed record TollCollected(Guid CrossingId, int Total);

/// <summary>What concrete messages can be published as.</summary>
public interface IFineIssued
{
    Guid CrossingId { get; }
}

public sealed record FineIssued(Guid CrossingId) : IFineIssued;

using Sagas.Contracts;
using Sagas.Contracts.Inventory;

namespace Sagas.OrderSaga.Orders;

public abstract partial record OrderCommand
{
    /// <summary>What an order can be told about one of its returns.</summary>
    public abstract record OfReturn(Guid ReturnId) : OrderCommand
    {
        /// <summary>Only decided when <see cref="Returning.WhyNotReturn" /> has no answer.</summary>
        public sealed record RequestReturn(Guid ReturnId, string Reason, string RequestedBy) : OfReturn(ReturnId);

        public sealed record TurnRound(Guid ReturnId, ReturnRejection Because, string? Detail = null) : OfReturn(ReturnId);

        public sealed record RecordReceived(Guid ReturnId, DateTimeOffset At) : OfReturn(ReturnId);

        public sealed record RecordInspected(Guid ReturnId, IReadOnlyList<InspectedLine> Lines) : OfReturn(ReturnId);

        public sealed record RecordRestocked(Guid ReturnId, int Units) : OfReturn(ReturnId);

        public sealed record RecordWrittenOff(Guid ReturnId, int Units) : OfReturn(ReturnId);

        public sealed record RecordRefunded(Guid ReturnId, Money Amount, string GatewayReference) : OfReturn(ReturnId);

        /// <summary>An operator answers for a step that is missing: it was seen to outside of the system.</summary>
        public sealed record WaiveStep(Guid ReturnId, ReturnStep Step, string Evidence, string WaivedBy) : OfReturn(ReturnId);

        public sealed record ParkReturn(Guid ReturnId, string Reason, IReadOnlyList<ReturnStep> Owed) : OfReturn(ReturnId);

        public sealed record ResumeReturn(Guid ReturnId, string Reason) : OfReturn(ReturnId);

        /// <summary>Keeps that an operator asked for something, whatever the saga then makes of it.</summary>
        public sealed record RecordOperatorAsked(Guid ReturnId, Guid RequestId, OperatorRequest Request, string Reason, string RequestedBy) : OfReturn(ReturnId);

        public sealed record Complete(Guid ReturnId) : OfReturn(ReturnId);

        public sealed record Reject(Guid ReturnId) : OfReturn(ReturnId);
    }
}

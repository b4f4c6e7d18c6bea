using Sagas.Contracts;
using Sagas.Contracts.Inventory;
using Sagas.Contracts.Orders;

namespace Sagas.OrderSaga.Orders;

public abstract partial record OrderEvent
{
    /// <summary>Everything that an order's stream can say about one of the order's returns.</summary>
    public abstract record OfReturn(Guid ReturnId) : OrderEvent
    {
        public sealed record Requested(Guid ReturnId, IReadOnlyList<OrderLine> Lines, Money Amount, string Reason, string RequestedBy) : OfReturn(ReturnId);

        /// <summary>The return is not to go on, unless the goods have arrived after all.</summary>
        public sealed record TurnedRound(Guid ReturnId, ReturnRejection Because, string? Detail) : OfReturn(ReturnId);

        public sealed record GoodsReceived(Guid ReturnId, DateTimeOffset At) : OfReturn(ReturnId);

        public sealed record GoodsInspected(Guid ReturnId, IReadOnlyList<InspectedLine> Lines) : OfReturn(ReturnId);

        public sealed record GoodsRestocked(Guid ReturnId, int Units) : OfReturn(ReturnId);

        public sealed record GoodsWrittenOff(Guid ReturnId, int Units) : OfReturn(ReturnId);

        public sealed record Refunded(Guid ReturnId, Money Amount, string GatewayReference) : OfReturn(ReturnId);

        /// <summary>An operator answered for a step that could not be had.</summary>
        public sealed record StepWaived(Guid ReturnId, ReturnStep Step, string Evidence, string WaivedBy) : OfReturn(ReturnId);

        /// <param name="ReturnId">The return.</param>
        /// <param name="Reason">Why nothing more can be done without a person.</param>
        /// <param name="Owed">The steps that are missing, the next one first.</param>
        public sealed record ReturnParked(Guid ReturnId, string Reason, IReadOnlyList<ReturnStep> Owed) : OfReturn(ReturnId);

        public sealed record ReturnResumed(Guid ReturnId, string Reason) : OfReturn(ReturnId);

        public sealed record OperatorAsked(Guid ReturnId, Guid RequestId, OperatorRequest Request, string Reason, string RequestedBy) : OfReturn(ReturnId);

        public sealed record Completed(Guid ReturnId) : OfReturn(ReturnId);

        public sealed record Rejected(Guid ReturnId, ReturnRejection Reason) : OfReturn(ReturnId);
    }
}

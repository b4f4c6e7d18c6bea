using MassTransit;
using Sagas.Contracts;
using Sagas.Contracts.Orders;
using Sagas.OrderSaga.Data;
using Sagas.OrderSaga.Operators;

namespace Sagas.OrderSaga.Requests;

static class RequestSending
{
    /// <summary>Keeps a request with the session's commit, and sends it after that.</summary>
    public static Task RecordRequestAsync(this IOutboxSession<OrderSagaDbContext> session, SagaRequest request, CancellationToken cancellationToken)
    {
        session.UnitOfWork.Write(RequestWriter.Instance, request);
        return session.SendRequestAsync(request, cancellationToken);
    }

    /// <summary>Sends a request's message to the saga under the request's own id, so that every copy of it is the same message.</summary>
    public static Task SendRequestAsync(this IOutboxSession<OrderSagaDbContext> session, SagaRequest request, CancellationToken cancellationToken)
    {
        return request.Message switch
        {
            Contracts.Orders.PlaceOrder message => SendAsync(message),
            CancelOrder message => SendAsync(message),
            Contracts.Orders.ReturnOrder message => SendAsync(message),
            RetrySaga message => SendAsync(message),
            ResolveSaga message => SendAsync(message),
            CompensateSaga message => SendAsync(message),
            var message => throw new InvalidOperationException($"{message.GetType().Name} is not a request to a saga."),
        };

        Task SendAsync<T>(T message)
            where T : class =>
            session.SendAsync(Endpoints.Address(request.Endpoint), message, context => context.MessageId = request.MessageId, cancellationToken);
    }
}

namespace Sagas.OrderSaga.Api;

static class SagasEndpoints
{
    public static void MapSagas(this IEndpointRouteBuilder endpoints)
    {
    }
}

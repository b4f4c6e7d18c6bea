namespace Sagas.OrderSaga.Api;

/// <summary>What a request may hold. Generous for people, small for machines.</summary>
static class RequestLimits
{
    public const int Body = 64 * 1024;
    public const int Lines = 100;
    public const int Quantity = 10_000;
    public const int Text = 200;
}

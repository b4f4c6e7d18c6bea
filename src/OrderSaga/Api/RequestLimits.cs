namespace Sagas.OrderSaga.Api;

/// <summary>What a request may hold. Generous for people, small for machines.</summary>
static class RequestLimits
{
    public const int Body = 64 * 1024;
    public const int Lines = 100;
    public const int Quantity = 10_000;

    /// <summary>What so many pieces of everything cost is less: the catalogue's prices are below a thousand million.</summary>
    public const decimal Total = 1_000_000_000m * Quantity * Lines;
    public const int Text = 200;
}

using System.Text.Json;
using System.Threading.Channels;
using Npgsql;
using Sagas.Floor.Hops;
using Sagas.Floor.Orders;

namespace Sagas.Floor.Serving;

/// <summary>Takes orders.</summary>
sealed class OrdersApi(ChannelWriter<Arrival> requests, NpgsqlDataSource database, Catalogue catalogue)
{
    public void Map(WebApplication app)
    {
        app.MapGet("/health/ready", static context => context.Response.WriteAsync("ready", context.RequestAborted));
        app.MapPost("/orders", PlaceAsync);
    }

    async Task PlaceAsync(HttpContext context)
    {
        if (await ReadAsync(context) is not { } place)
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }

        var key = context.Request.Headers["Idempotency-Key"] is [{ Length: > 0 } given] ? given : Guid.CreateVersion7().ToString();
        var request = new OrderRequest(Itinerary.Begin(place, key));
        await requests.WriteAsync(request, context.RequestAborted);
        var orderId = await request.Written ? request.Hop.Order.OrderId : await FirstAsync(key, context.RequestAborted);

        context.Response.StatusCode = StatusCodes.Status202Accepted;
        context.Response.Headers.Location = $"/orders/{orderId}";
        await context.Response.WriteAsJsonAsync(new Placed(orderId), FloorJson.Default.Placed, cancellationToken: context.RequestAborted);
    }

    async Task<Place?> ReadAsync(HttpContext context)
    {
        try
        {
            var place = await context.Request.ReadFromJsonAsync(FloorJson.Default.Place, context.RequestAborted);
            return place is { Lines.Length: > 0 } && Array.TrueForAll(place.Lines, catalogue.Has) ? place : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The order that a key was first used for.</summary>
    async Task<Guid> FirstAsync(string key, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("select order_id from idempotency_keys where key = $1");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = key });
        return (Guid)(await command.ExecuteScalarAsync(cancellationToken))!;
    }
}

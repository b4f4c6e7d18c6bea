using System.Text.Json.Serialization;

namespace Sagas.Floor.Orders;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, PropertyNameCaseInsensitive = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Envelope))]
[JsonSerializable(typeof(OrderLine[]))]
[JsonSerializable(typeof(Order))]
[JsonSerializable(typeof(Address))]
[JsonSerializable(typeof(Personal))]
[JsonSerializable(typeof(Place))]
[JsonSerializable(typeof(Placed))]
sealed partial class FloorJson : JsonSerializerContext;

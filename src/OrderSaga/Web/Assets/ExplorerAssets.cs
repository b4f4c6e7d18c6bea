using System.Security.Cryptography;
using Microsoft.Net.Http.Headers;

namespace Sagas.OrderSaga.Web.Assets;

/// <summary>
/// The explorer's files, from inside of the assembly: the same wherever the host is run from. Their addresses carry their digest, so that browsers keep them for good.
/// </summary>
static class ExplorerAssets
{
    public static readonly Asset Styles = Asset.Load("explorer.css", "text/css; charset=utf-8");
    public static readonly Asset Script = Asset.Load("explorer.js", "text/javascript; charset=utf-8");
    public static readonly Asset Icon = Asset.Load("explorer.svg", "image/svg+xml");

    public static void MapAssets(this IEndpointRouteBuilder endpoints)
    {
        foreach (var asset in new[] { Styles, Script, Icon })
        {
            endpoints.MapGet($"/explorer/{asset.Name}", (HttpResponse response) =>
            {
                response.Headers.CacheControl = "public, max-age=31536000, immutable";
                response.Headers.XContentTypeOptions = "nosniff";
                return Results.Bytes(asset.Bytes, asset.ContentType, entityTag: new EntityTagHeaderValue($"\"{asset.Digest}\""));
            }).AllowAnonymous().ExcludeFromDescription();
        }
    }
}

/// <summary>A file that is served as it is.</summary>
sealed record Asset(string Name, string ContentType, byte[] Bytes, string Digest)
{
    public string Address => $"/explorer/{Name}?v={Digest}";

    public static Asset Load(string name, string contentType)
    {
        using var stream = typeof(Asset).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"{name} is not embedded.");
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return new Asset(name, contentType, bytes, Convert.ToHexStringLower(SHA256.HashData(bytes))[..12]);
    }
}

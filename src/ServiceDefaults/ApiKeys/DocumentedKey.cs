using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Sagas.ServiceDefaults.ApiKeys;

/// <summary>Says in the OpenAPI document where the key goes, so that the Swagger UI can ask for one.</summary>
sealed class DocumentedKey : IOpenApiDocumentTransformer
{
    public Task TransformAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.AddComponent(ApiKeyExtensions.ByKey, new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.ApiKey,
            In = ParameterLocation.Header,
            Name = ApiKeyHandler.Header,
            Description = "A key with the role that the endpoint needs. A host without keys needs none, and answers on loopback only.",
        });
        document.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(ApiKeyExtensions.ByKey, document)] = [] }];
        return Task.CompletedTask;
    }
}

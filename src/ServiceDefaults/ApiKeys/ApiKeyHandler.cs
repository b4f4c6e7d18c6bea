using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Sagas.ServiceDefaults.ApiKeys;

/// <summary>
/// Tells who asks by the key in the header X-Api-Key. A host without keys answers those on the same machine, who may do everything, and nobody else.
/// </summary>
sealed class ApiKeyHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, KeyRing keys, SameMachine machine,
    IProblemDetailsService problems)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string Header = "X-Api-Key";

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (keys.IsEmpty)
            return Task.FromResult(machine.Asks(Context) ? Success(ApiKeyExtensions.OnThisMachine, null, ApiRoles.All) : AuthenticateResult.NoResult());
        if (!Request.Headers.TryGetValue(Header, out var sent))
            return Task.FromResult(AuthenticateResult.NoResult());
        return Task.FromResult(keys.Find(sent.ToString()) is { } key
            ? Success(ApiKeyExtensions.ByKey, key.Name, key.Roles)
            : AuthenticateResult.Fail("The key is not one of this host's."));
    }

    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        var unknown = Request.Headers.ContainsKey(Header);
        await (keys.IsEmpty
            ? RefuseAsync(
                StatusCodes.Status403Forbidden, "This host answers on loopback only.",
                "It has no API keys. Ask from the same machine, as localhost and without a proxy, or give it keys in the configuration section ApiKeys.")
            : RefuseAsync(
                StatusCodes.Status401Unauthorized, unknown ? "The API key is not known." : "An API key is needed.",
                $"Field {Header}: send a key that this host knows, as you were given it."));
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties)
    {
        var needed = Context.GetEndpoint()?.Metadata.GetOrderedMetadata<IAuthorizeData>().Select(demand => demand.Policy).OfType<string>() ?? [];
        return RefuseAsync(
            StatusCodes.Status403Forbidden, "The API key does not allow this.",
            $"Key {Context.User.Identity?.Name} lacks the role {string.Join(" and ", needed)}. Ask with a key that has it.");
    }

    async Task RefuseAsync(int status, string title, string detail)
    {
        Response.StatusCode = status;
        if (status == StatusCodes.Status401Unauthorized)
            Response.Headers.WWWAuthenticate = Scheme.Name;
        await problems.TryWriteAsync(new ProblemDetailsContext
        {
            HttpContext = Context, ProblemDetails = { Status = status, Title = title, Detail = detail, Type = "urn:sagas:problem:not-allowed" },
        });
    }

    AuthenticateResult Success(string how, string? name, IEnumerable<string> roles)
    {
        var identity = new ClaimsIdentity(how);
        if (name is not null)
            identity.AddClaim(new Claim(ClaimTypes.Name, name));
        identity.AddClaims(roles.Select(role => new Claim(ClaimTypes.Role, role)));
        return AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), Scheme.Name));
    }
}

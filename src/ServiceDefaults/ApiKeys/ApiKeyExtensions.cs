using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Sagas.ServiceDefaults.ApiKeys;

/// <summary>
/// Lets endpoints ask for a key's role: <c>.RequireAuthorization(ApiRoles.Operate)</c>. One that asks for none needs some key all the same, unless it is mapped with
/// <c>.AllowAnonymous()</c>.
/// </summary>
public static class ApiKeyExtensions
{
    internal const string ByKey = "ApiKey";
    internal const string OnThisMachine = "Loopback";

    public static void AddApiKeys(this IServiceCollection services)
    {
        services.AddSingleton<KeyRing>();
        services.AddSingleton<SameMachine>();
        services.AddAuthentication(ByKey).AddScheme<AuthenticationSchemeOptions, ApiKeyHandler>(ByKey, null);
        var policies = services.AddAuthorizationBuilder().SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
        foreach (var role in ApiRoles.All)
            policies.AddPolicy(role, policy => policy.RequireRole(role));
        services.AddHostedService<Announcement>();
    }

    /// <summary>Makes the keys before the host listens, so that a faulty one stops it, and says who is answered.</summary>
    sealed class Announcement(KeyRing keys, ILogger<Announcement> logger) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken)
        {
            if (keys.IsEmpty)
                logger.AnswersOnLoopbackOnly();
            else
                logger.AnswersToKeys(keys.Count);
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}

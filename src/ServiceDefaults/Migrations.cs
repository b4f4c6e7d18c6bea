using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Sagas.ServiceDefaults;

/// <summary>A service's database: the role <c>sagas_app</c> at work, the role <c>sagas_owner</c> for migrations.</summary>
public static class Migrations
{
    /// <summary>Adds a DbContext on the connection string of its name, and its migrations, which run before the bus starts.</summary>
    /// <param name="builder">The host.</param>
    /// <param name="name">The connection string's name, such as <c>Inventory</c>; <c>InventoryOwner</c> names the owner's.</param>
    public static void AddDatabase<TDbContext>(this IHostApplicationBuilder builder, string name)
        where TDbContext : DbContext
    {
        var app = builder.Configuration.GetConnectionString(name)
            ?? throw new InvalidOperationException($"The connection string ConnectionStrings:{name} is missing. Set ConnectionStrings__{name} to {name}'s database.");
        var owner = builder.Configuration.GetConnectionString(name + "Owner") ?? app;
        builder.Services.AddDbContext<TDbContext>(options => options.UseNpgsql(app));
        builder.Services.AddHealthChecks().AddCheck($"postgresql-{name}", new DatabaseHealthCheck(app));
        builder.Services.AddSingleton(new PendingMigrations(async (logger, cancellationToken) =>
        {
            // The .sql files are the truth, so there is no snapshot that the model could have moved away from.
            // Filling a column or building an index takes as long as there are rows: one that is given up half-way would be begun again at every start.
            var options = new DbContextOptionsBuilder<TDbContext>().UseNpgsql(owner, database => database.CommandTimeout(0))
                .ConfigureWarnings(warnings => warnings.Ignore(RelationalEventId.PendingModelChangesWarning)).Options;
            await using var context = (TDbContext)Activator.CreateInstance(typeof(TDbContext), options)!;
            await using var alone = await MigrationLock.TakeAsync(owner, logger, cancellationToken);
            await context.Database.MigrateAsync(cancellationToken);
        }));
    }

    /// <summary>Brings every database of the host up to date, one process at a time: those that start together wait for each other.</summary>
    public static async Task MigrateAsync(this WebApplication app, CancellationToken cancellationToken)
    {
        foreach (var migrations in app.Services.GetServices<PendingMigrations>())
            await migrations.RunAsync(app.Logger, cancellationToken);
    }

    sealed record PendingMigrations(Func<ILogger, CancellationToken, Task> RunAsync);
}

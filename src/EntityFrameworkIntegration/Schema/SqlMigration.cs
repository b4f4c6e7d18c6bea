using System.Reflection;
using Microsoft.EntityFrameworkCore.Migrations;

namespace MassTransit.EntityFrameworkCoreIntegration;

/// <summary>
/// A migration that runs one embedded .sql file. The file is the truth: there is no model snapshot, and a test compares the mapped model with the database.
/// </summary>
/// <param name="assembly">Where the file is embedded.</param>
/// <param name="resource">The file's resource name, such as <c>0001_inbox_and_outbox.sql</c>.</param>
public abstract class SqlMigration(Assembly assembly, string resource) : Migration
{
    /// <summary>The inbox and outbox, which every database with an outbox starts with.</summary>
    public static readonly (Assembly Assembly, string Resource) InboxAndOutbox = (typeof(SqlMigration).Assembly, "0001_inbox_and_outbox.sql");

    /// <inheritdoc />
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        ArgumentNullException.ThrowIfNull(migrationBuilder);
        migrationBuilder.Sql(Text());
    }

    string Text()
    {
        using var stream = assembly.GetManifestResourceStream(resource)
            ?? throw new InvalidOperationException($"{assembly.GetName().Name} has no embedded file {resource}.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}

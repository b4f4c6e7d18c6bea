using System.Reflection;
using Microsoft.EntityFrameworkCore.Migrations;

namespace MassTransit.EntityFrameworkCoreIntegration;

/// <summary>
/// A migration that runs one embedded .sql file. The file is the truth: there is no model snapshot, and a test compares the mapped model with the database.
/// </summary>
/// <param name="sql">The file's text.</param>
public abstract class SqlMigration(string sql) : Migration
{
    /// <summary>A migration that runs a file embedded in an assembly.</summary>
    /// <param name="assembly">Where the file is embedded.</param>
    /// <param name="resource">The file's resource name, such as <c>0001_inbox_and_outbox.sql</c>.</param>
    protected SqlMigration(Assembly assembly, string resource)
        : this(Read(assembly, resource))
    {
    }

    /// <summary>The inbox and outbox, which every database with an outbox starts with.</summary>
    public static string InboxAndOutbox => Read(typeof(SqlMigration).Assembly, "0001_inbox_and_outbox.sql");

    /// <summary>Whether the file is one statement that commits, and so can't be part of a transaction. Interrupted, it is run again.</summary>
    protected virtual bool CommitsAsItGoes => false;

    /// <inheritdoc />
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        ArgumentNullException.ThrowIfNull(migrationBuilder);
        migrationBuilder.Sql(sql, suppressTransaction: CommitsAsItGoes);
    }

    static string Read(Assembly assembly, string resource)
    {
        ArgumentNullException.ThrowIfNull(assembly);
        using var stream = assembly.GetManifestResourceStream(resource)
            ?? throw new InvalidOperationException($"{assembly.GetName().Name} has no embedded file {resource}.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}

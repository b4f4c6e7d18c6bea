using Microsoft.AspNetCore.Connections;
using Npgsql;

namespace Sagas.AllInOne.Serving;

/// <summary>What hinders a start that has nothing to do with the program, in the words of whoever can help it.</summary>
static class StartFailure
{
    public static string? ReasonFor(Exception exception) => exception switch
    {
        SettingsException => exception.Message,
        IOException { InnerException: AddressInUseException } => $"{exception.Message} Choose another port with --port; 0 takes a free one.",
        NpgsqlException => $"PostgreSQL at SAGAS_POSTGRES does not let us in: {exception.Message}",
        _ => null,
    };
}

using Npgsql;
using Sagas.Floor.Databases;
using Sagas.Floor.Hops;

namespace Sagas.Floor.Forms;

/// <summary>Which rows a form writes.</summary>
interface ITables
{
    /// <summary>Makes a role's database.</summary>
    Task<NpgsqlDataSource> CreateAsync(Role role, Server server);

    /// <summary>Opens a writer of what a role writes, on a connection of its own.</summary>
    Task<IHopWriter> OpenAsync(Role role, NpgsqlDataSource database, bool forMany);
}

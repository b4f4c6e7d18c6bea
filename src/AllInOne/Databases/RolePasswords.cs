using System.Security.Cryptography;
using System.Text;
using Npgsql;

namespace Sagas.AllInOne.Databases;

static class RolePasswords
{
    /// <summary>
    /// Derives a role's password from the administrator's: the same at every start and in every process, and kept nowhere. An administrator
    /// without a password gives nothing to derive from, so each start then sets new ones.
    /// </summary>
    public static Func<string, string> DerivedFrom(string administrator)
    {
        var key = new NpgsqlConnectionStringBuilder(administrator).Password is { Length: > 0 } password
            ? Encoding.UTF8.GetBytes(password)
            : RandomNumberGenerator.GetBytes(32);
        return role => Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(role)));
    }
}

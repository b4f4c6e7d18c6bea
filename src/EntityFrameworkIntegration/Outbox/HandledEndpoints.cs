using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;

namespace MassTransit.EntityFrameworkCoreIntegration;

/// <summary>
/// The receive endpoints of this process whose units of work are on this database. A timer for one of them keeps its row until the transaction that handles it
/// deletes it; a timer for anybody else is over once the broker has it.
/// </summary>
class HandledEndpoints
{
    readonly ConcurrentDictionary<string, bool> _names = new();

    public void Add(Uri inputAddress) => _names[NameOf(OutboxCapture.ShortAddress(inputAddress))] = true;

    public bool Contains(string destination) => _names.ContainsKey(NameOf(destination));

    static string NameOf(string address) => address[(address.IndexOf(':', StringComparison.Ordinal) + 1)..].Split('?')[0];
}

/// <summary>The endpoints on one of several databases.</summary>
sealed class HandledEndpoints<TDbContext> : HandledEndpoints
    where TDbContext : DbContext;

using Sagas.TestKit;

namespace Sagas.ParticipantTestKit;

/// <summary>A participant with a database of its own, for one test class.</summary>
public abstract class ParticipantFixture(Func<TestDatabase, Task<ParticipantHost>> start) : IAsyncLifetime
{
    public TestDatabase Database { get; private set; } = null!;

    public ParticipantHost Host { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Database = await TestDatabase.CreateAsync();
        Host = await start(Database);
    }

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        await Database.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}

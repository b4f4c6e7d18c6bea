namespace Sagas.Load.Systems;

/// <summary>Something that takes orders, ready to be started.</summary>
interface ISystem
{
    /// <summary>What results call it.</summary>
    string Name { get; }

    /// <summary>Whether orders go on after they are placed, and tell of their ends.</summary>
    bool HasSagas => true;

    /// <summary>Starts it, and waits until it takes orders and has stock for them.</summary>
    /// <param name="ground">What it stands on; what an earlier process left there is its own.</param>
    /// <param name="settled">Whether its code is compiled as it stays.</param>
    Task<RunningSystem> StartAsync(Ground ground, bool settled);
}

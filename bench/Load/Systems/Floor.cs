using Sagas.TestKit;

namespace Sagas.Load.Systems;

/// <summary>The hand-written program of <c>bench/Floor</c>, in one of its forms.</summary>
/// <param name="form">As its command line takes it.</param>
sealed class Floor(string form) : ISystem
{
    /// <summary>The least that handling the messages takes, one commit each.</summary>
    public const string Bare = "bare";

    /// <summary>All the rows that ours writes, one commit for each message.</summary>
    public const string Equal = "equal";

    /// <summary>The same with many messages in a commit.</summary>
    public const string EqualGrouped = "equal-grouped";

    /// <summary>Only a row for each order that is placed, and no messages.</summary>
    public const string Insert = "insert";

    public static IReadOnlyList<string> Forms { get; } = [Bare, Equal, EqualGrouped, Insert];

    public string Name => form;

    public bool HasSagas => form != Insert;

    public async Task<RunningSystem> StartAsync(Ground ground, bool settled)
    {
        var address = Ports.NewAddress();
        var program = ChildProcess.Start(
            "dotnet", [Assembly(), "serve", "--form", form, "--urls", address.GetLeftPart(UriPartial.Authority)], ground.Environment(settled));
        var system = new RunningSystem(Name, address, new Dictionary<string, ChildProcess> { [Name] = program }, ground);
        return await system.ReadyAsync(new Dictionary<string, Uri> { [Name] = address }, inventory: null);
    }

    /// <summary>Built beside this one.</summary>
    static string Assembly()
    {
        var assembly = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "../../../../Floor/bin/Release/net10.0/Sagas.Floor.dll"));
        return File.Exists(assembly) ? assembly : throw new FileNotFoundException("Build bench/Floor first.", assembly);
    }
}

using Sagas.Floor.Bare;
using Sagas.Floor.Equal;

namespace Sagas.Floor.Forms;

/// <summary>What is written, and how many share a commit.</summary>
/// <param name="Name">Its name on the command line.</param>
/// <param name="Tables">Its tables.</param>
/// <param name="Group">How many messages may share a commit.</param>
/// <param name="Workers">How many writers each service has.</param>
/// <param name="OrderWorkers">How many the orders have, which get more than half of all messages.</param>
/// <param name="Hops">Whether orders go on after the request.</param>
sealed record Form(string Name, Func<ITables> Tables, int Group = 1, int Workers = 8, int OrderWorkers = 12, bool Hops = true)
{
    public static IReadOnlyList<Form> All { get; } =
    [
        new("bare", () => new BareTables()),
        new("equal", () => new EqualTables()),
        new("equal-grouped", () => new EqualTables(), Group: 50, Workers: 1, OrderWorkers: 1),
        new("insert", () => new BareTables(requests: "insert"), Hops: false),
    ];

    /// <exception cref="ArgumentException">There is none of that name.</exception>
    public static Form Named(string name) => All.FirstOrDefault(form => form.Name == name)
        ?? throw new ArgumentException($"There is no form {name}. There are {string.Join(", ", All.Select(form => form.Name))}.", nameof(name));

    public bool Groups => Group > 1;

    public int WorkersOf(Role role) => role == Role.Order ? OrderWorkers : Workers;
}

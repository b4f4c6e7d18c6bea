using System.CommandLine;
using Sagas.Load.Commands;

namespace Sagas.Load;

static class CommandLine
{
    public static RootCommand Create() => new("Places orders by the thousand, and measures how long they take and what they cost.") { LoadCommand.Create(), CompareCommand.Create(), GrowthCommand.Create(), SoakCommand.Create() };
}

using Sagas.OrderSaga.Maintenance;
using Sagas.OrderSaga.ReadSide;
using Sagas.OrderSaga.Versions;

namespace Sagas.OrderSaga;

/// <summary>What the program does instead of serving, when it is told to by a word.</summary>
static class Commands
{
    /// <summary>The first argument decides; what comes after it is configuration.</summary>
    /// <returns>The command's exit code to come; null when the arguments name none and are the host's.</returns>
    public static Task<int>? Run(string[] args, IServiceProvider services) => args switch
    {
        ["verify-events", ..] => VerifyEvents.RunAsync(services, Console.Out),
        ["--check", ..] => CheckDeployment.RunAsync(services, Console.Out),
        ["rebuild", ..] => RebuildReadModel.RunAsync(services, args[1..], Console.Out),
        ["roll-back", ..] => RollBackReadModel.RunAsync(services, args[1..], Console.Out),
        ["restore-events", ..] => RestoreEvents.RunAsync(services, Console.Out),
        [{ Length: > 0 } word, ..] when char.IsAsciiLetter(word[0]) && !word.Contains('=', StringComparison.Ordinal) => RefuseAsync(word),
        _ => null,
    };

    static async Task<int> RefuseAsync(string word)
    {
        await Console.Error.WriteLineAsync($"There is no command {word}. Give verify-events, restore-events, rebuild, roll-back or --check, or none to serve.");
        return 2;
    }
}

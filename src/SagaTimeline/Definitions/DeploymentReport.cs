namespace Sagas.SagaTimeline;

/// <summary>Instances in flight that are alike.</summary>
/// <param name="State">The state that they are in.</param>
/// <param name="DefinitionHash">The definition that they began with; <c>null</c> when they are older than definitions.</param>
/// <param name="Count">How many.</param>
public sealed record InstancesInFlight(string State, string? DefinitionHash, long Count);

/// <summary>Timers that are alike and have not fired.</summary>
/// <param name="Message">The URN of the message that they will send.</param>
/// <param name="Count">How many.</param>
public sealed record PendingTimers(string Message, long Count);

/// <summary>Compares a machine that is to be deployed with the sagas that are under way: whoever deploys it must not leave them without an answer.</summary>
public static class DeploymentReport
{
    /// <summary>Lists what would get stuck, each a sentence that names the remedy; none when the machine can be deployed.</summary>
    /// <param name="deployed">The machine.</param>
    /// <param name="instances">The sagas under way.</param>
    /// <param name="timers">The timers that are pending.</param>
    /// <param name="definitions">The definitions that the sagas under way can have run by, by hash: a saga goes on with the release that follows the one that it began with.</param>
    public static IReadOnlyList<string> Compare(
        MachineDefinition deployed,
        IReadOnlyCollection<InstancesInFlight> instances,
        IReadOnlyCollection<PendingTimers> timers,
        IReadOnlyDictionary<string, MachineDefinition> definitions)
    {
        ArgumentNullException.ThrowIfNull(deployed);
        ArgumentNullException.ThrowIfNull(instances);
        ArgumentNullException.ThrowIfNull(timers);
        ArgumentNullException.ThrowIfNull(definitions);
        return
        [
            .. instances.Where(some => deployed.State(some.State) is null).GroupBy(some => some.State)
                .Select(group => $"{Sagas(group)} in {group.Key}, a state that this machine does not have. Keep the state until they have left it."),
            .. instances.Where(some => some.DefinitionHash is { } hash && hash != deployed.Hash && !definitions.ContainsKey(hash)).GroupBy(some => some.DefinitionHash)
                .Select(group => $"{Sagas(group)} in flight under the definition {group.Key}, which is not on record: what they may get can't be told."),
            .. instances.SelectMany(some => Unanswered(some, deployed, definitions).Select(answer => (Instances: some, Answer: answer)))
                .GroupBy(row => (row.Instances.State, row.Answer.Message))
                .Select(group =>
                    $"{Sagas(group.Select(row => row.Instances))} in {group.Key.State} and may get {Name(group.Key.Message)}, which this machine does not answer there. "
                    + "Act on it, or say IgnoreBecause."),
            .. timers.Where(timer => !deployed.Takes(timer.Message))
                .Select(timer =>
                    $"{(timer.Count == 1 ? "1 timer is" : $"{timer.Count} timers are")} pending for {Name(timer.Message)}, which this machine does not take. "
                    + "Keep the event until they have fired."),
        ];
    }

    static IEnumerable<AnswerDefinition> Unanswered(
        InstancesInFlight some, MachineDefinition deployed, IReadOnlyDictionary<string, MachineDefinition> definitions) =>
        deployed.State(some.State) is { } state
            ? definitions.Values.SelectMany(ran => ran.State(some.State)?.Answers ?? []).Where(answer => answer.Acts && state.To(answer.Message) is null).DistinctBy(answer => answer.Message)
            : [];

    static string Sagas(IEnumerable<InstancesInFlight> instances) => instances.Sum(some => some.Count) is var count && count == 1 ? "1 saga is" : $"{count} sagas are";

    /// <summary><c>urn:message:Sagas.Contracts.Inventory:StockReserved</c> goes by <c>StockReserved</c>.</summary>
    static string Name(string urn) => urn[(urn.LastIndexOfAny([':', '+']) + 1)..].TrimEnd(']');
}

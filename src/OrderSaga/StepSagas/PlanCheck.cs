using MassTransit;

namespace Sagas.OrderSaga.StepSagas;

/// <summary>Finds what would make a saga stick for ever or leave an effect behind: the host does not start with such a plan.</summary>
static class PlanCheck
{
    /// <returns>A sentence for each fault; none when every waiting state has a deadline and everything before the pivot can be undone.</returns>
    public static IReadOnlyList<string> Faults<TStep>(StateMachine machine, IReadOnlyList<StepPlan<TStep>> steps, IReadOnlyList<string> resting)
        where TStep : struct, Enum
    {
        ArgumentNullException.ThrowIfNull(machine);
        var waits = steps.SelectMany(step => new[] { step.Do, step.Undo }).OfType<Wait>().ToList();
        var pivot = steps.ToList().FindIndex(step => step.IsPivot);
        return
        [
            .. steps.Count(step => step.IsPivot) == 1 ? [] : new[] { "The plan has no pivot, or several. Mark the one step behind which there is no way back." },
            .. steps.Take(pivot + 1).Where(step => step.Undo is null)
                .Select(step => $"{step.Step} is done before the pivot is passed and has no undo. Give it one, or move it behind the pivot."),
            .. steps.Where(step => step.Undo is null && step.Do.AtLast == AtLast.Compensate)
                .Select(step => $"{step.Step} would be compensated when it is given up, and has no undo. Let it park."),
            .. steps.Select(step => step.Undo).OfType<Wait>().Where(undo => undo.AtLast == AtLast.Compensate)
                .Select(undo => $"{undo.State} would compensate a compensation. Let it park."),
            .. waits.Where(wait => wait.Patience is null || wait.Patience.Deadline <= TimeSpan.Zero)
                .Select(wait => $"{wait.State} waits for {string.Join(" or ", wait.Answers)} without a deadline. Give it one that is longer than zero."),
            .. machine.States
                .Where(state => state != machine.Initial && state != machine.Final)
                .Select(state => state.Name)
                .Except([.. waits.Select(wait => wait.State), .. resting])
                .Select(state => $"{state} is neither planned nor a state to rest in, so nothing ends it. Plan what it waits for, and how long."),
        ];
    }

    /// <summary>Builds the machine before the bus starts, so that a plan that can't be kept stops the host.</summary>
    public sealed class AtStart<TSaga, TStep>(StepSagaMachine<TSaga, TStep> machine) : IHostedService
        where TSaga : StepSagaState<TStep>
        where TStep : struct, Enum
    {
        public Task StartAsync(CancellationToken cancellationToken)
        {
            var plan = machine.Steps.Plan;
            return Faults(machine, plan.Steps, plan.Resting) is { Count: > 0 } faults
                ? throw new InvalidOperationException($"{plan.Name} can't be run as it is planned: {string.Join(' ', faults)}")
                : Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}

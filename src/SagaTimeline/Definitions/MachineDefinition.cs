using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using MassTransit;
using Sagas.SagaTimeline.Completeness;

namespace Sagas.SagaTimeline;

/// <summary>
/// What a state machine does, state by state, in a form that can be stored, hashed and compared with what a later release does. Guards and what an activity does in
/// detail are not part of it.
/// </summary>
/// <param name="States">Every state that a saga can rest in, by name.</param>
public sealed record MachineDefinition(IReadOnlyList<StateDefinition> States)
{
    static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>The SHA-256 of the definition, in lower-case hexadecimal: equal for machines that are declared alike, in whatever order.</summary>
    [JsonIgnore]
    public string Hash => Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(this, Json)));

    /// <summary>Describes a machine.</summary>
    public static MachineDefinition Of<TSaga>(SagaStateMachine<TSaga> machine)
        where TSaga : class, SagaStateMachineInstance
    {
        ArgumentNullException.ThrowIfNull(machine);
        var declared = DeclaredAnswers<TSaga>.Of(machine);
        return new MachineDefinition(
        [
            .. machine.States.Where(state => state != machine.Initial).Select(state => state.Name).Order(StringComparer.Ordinal).Select(name => new StateDefinition(
                name,
                [
                    .. machine.Events
                        .Select(answered => (Event: answered, Message: MessageOf(answered), Answer: declared.For(machine.GetState(name), answered)))
                        .Where(row => row.Message is not null && row.Answer.Kind != AnswerKind.None)
                        .OrderBy(row => row.Event.Name, StringComparer.Ordinal)
                        .Select(row => new AnswerDefinition(
                            row.Event.Name,
                            row.Message!,
                            row.Answer.Kind == AnswerKind.ActsOn,
                            [
                                .. declared.Transitions.Where(turn => turn.From == name && turn.Event == row.Event.Name).Select(turn => turn.To)
                                    .Distinct().Order(StringComparer.Ordinal),
                            ])),
                ])),
        ]);
    }

    /// <summary>The definition as JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Json);

    /// <summary>Reads what <see cref="ToJson" /> wrote.</summary>
    /// <exception cref="JsonException">It is no definition.</exception>
    public static MachineDefinition FromJson(string json) =>
        JsonSerializer.Deserialize<MachineDefinition>(json, Json) ?? throw new JsonException("The definition of a state machine is a JSON object.");

    /// <summary>A state by its name.</summary>
    /// <returns><c>null</c> when the machine has no such state.</returns>
    public StateDefinition? State(string name) => States.FirstOrDefault(state => state.Name == name);

    /// <summary>Whether some state answers messages of a type.</summary>
    /// <param name="message">The message's URN.</param>
    public bool Takes(string message) => States.Any(state => state.Answers.Any(answer => answer.Message == message));

    static string? MessageOf(Event machineEvent) => machineEvent.GetType().GetInterfaces()
        .Where(contract => contract.IsGenericType && contract.GetGenericTypeDefinition() == typeof(Event<>))
        .Select(contract => MessageUrn.ForTypeString(contract.GenericTypeArguments[0]))
        .FirstOrDefault();
}

/// <summary>A state, and what it answers.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Answers">The events that it acts on or lets pass, by name.</param>
public sealed record StateDefinition(string Name, IReadOnlyList<AnswerDefinition> Answers)
{
    /// <summary>How the state answers messages of a type, given as a URN.</summary>
    /// <returns><c>null</c> when the state does not answer messages of the type.</returns>
    public AnswerDefinition? To(string message) => Answers.FirstOrDefault(answer => answer.Message == message);
}

/// <summary>How a state answers an event.</summary>
/// <param name="Event">The event's name.</param>
/// <param name="Message">The URN of the message that raises it.</param>
/// <param name="Acts">Whether the state acts on it; else it lets it pass.</param>
/// <param name="GoesTo">The states that it can lead to.</param>
public sealed record AnswerDefinition(string Event, string Message, bool Acts, IReadOnlyList<string> GoesTo);

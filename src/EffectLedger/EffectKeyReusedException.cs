using Sagas.Contracts;

namespace Sagas.EffectLedger;

/// <summary>A command came under the key of another one. Answering it with the other's reply would tell its sender that something was done which was not.</summary>
sealed class EffectKeyReusedException(EffectKey key, Guid messageId) : Exception(
    $"The effect key {key} was used before by a command of another content, message {messageId}. A command that is sent again has to say what it said the first time; "
    + "what asks for something else needs a key of its own, in a new round.");

using Sagas.Contracts;

namespace Sagas.EffectLedger;

/// <summary>A step of a saga, in all its rounds and both its directions: what one lock covers and one read returns.</summary>
readonly record struct StepKey(Guid SagaId, string Step)
{
    public static StepKey Of(EffectKey key) => new(key.SagaId, key.Step);

    public static StepKey Of(Effect effect) => new(effect.SagaId, effect.Step);
}

using Sagas.Contracts;

namespace Sagas.EffectLedger;

/// <summary>How an intent is stored.</summary>
static class IntentColumn
{
    public static string Write(EffectIntent intent) => intent == EffectIntent.Do ? "do" : "undo";

    public static EffectIntent Read(string stored) => stored == "do" ? EffectIntent.Do : EffectIntent.Undo;
}

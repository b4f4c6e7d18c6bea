namespace Sagas.Load.Driving;

/// <param name="At">When it was heard, by the stopwatch.</param>
/// <param name="Confirmed">Or else cancelled.</param>
readonly record struct Ending(long At, bool Confirmed);

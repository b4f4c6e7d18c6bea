namespace Sagas.OrderSaga.Troubles;

/// <summary>Kinds of trouble as people read them.</summary>
public static class TroubleWords
{
    public static string Of(TroubleKind kind) => kind switch
    {
        TroubleKind.Waiting => "waiting",
        TroubleKind.Overdue => "overdue",
        TroubleKind.ReplyLost => "reply lost",
        TroubleKind.Undeliverable => "undeliverable",
        TroubleKind.Poisoned => "poisoned",
        TroubleKind.OrphanedTimer => "orphaned timer",
        TroubleKind.CompensationFailed => "compensation failed",
        _ => "step failed",
    };
}

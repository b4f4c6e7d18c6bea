using Sagas.AllInOne.Ordering;

namespace Sagas.AllInOne.Tests.Support;

static class TestLimits
{
    public static RunLimits Of(int atOnce, double noProgressSeconds = 60) =>
        new(atOnce, TimeSpan.FromSeconds(noProgressSeconds), FirstLook: TimeSpan.FromMilliseconds(1), LastLook: TimeSpan.FromMilliseconds(20));
}

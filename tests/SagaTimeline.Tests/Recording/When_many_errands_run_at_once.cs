using Sagas.SagaTimeline.Tests.Errands;
using Sagas.TestKit;

namespace Sagas.SagaTimeline.Tests.Recording;

/// <summary>Several sagas share transactions, several messages meet at one saga, and handlers fail: the timeline agrees with the sagas all the same.</summary>
public abstract class When_many_errands_run_at_once(ErrandHost host)
{
    const int Errands = 100;
    const int QuestionsEach = 3;

    const string Disagreements = """
        select count(*) from errands e
        where array(select s.saga_version from saga_timeline s
                    where s.saga_type = 'Errand' and s.correlation_id = e.correlation_id and s.saga_version is not null
                    order by s.saga_version)
          <> array(select generate_series(1, e.version))
        """;

    [Fact]
    public async Task Every_committed_revision_has_exactly_one_step_and_every_chain_holds()
    {
        var ids = Enumerable.Range(0, Errands).Select(_ => Guid.CreateVersion7()).ToList();
        await Task.WhenAll(ids.Select(id => host.SendAsync(ErrandHost.AnErrand(id, TimeSpan.FromMinutes(10)))));
        await EndedAsync("begun", "version = 1");

        foreach (var id in ids.Where((_, index) => index % 10 == 0))
            host.Trouble.Strike(id, times: 1);
        await Task.WhenAll(ids.SelectMany(id => Enumerable.Range(0, QuestionsEach).Select(_ => host.SendAsync(new AskHowFar(id)))));
        await Task.WhenAll(ids.Select(id => host.SendAsync(new Fetched(id, 1))));
        await EndedAsync("answered everything", $"version = {QuestionsEach + 2} and questions = {QuestionsEach} and weight = 1");

        (await host.Database.ScalarAsync<long>(Disagreements)).ShouldBe(0);
        (await host.Database.ScalarAsync<long>("select count(*) from saga_timeline where kind = 'Failed'")).ShouldBe(Errands / 10);
        foreach (var id in ids)
            (await host.Verifier.VerifyAsync(nameof(Errand), id)).ShouldBeNull();
    }

    public sealed class In_shared_transactions(ErrandHost host) : When_many_errands_run_at_once(host), IClassFixture<ErrandHost>;

    public sealed class In_transactions_of_their_own(PessimisticErrandHost host) : When_many_errands_run_at_once(host), IClassFixture<PessimisticErrandHost>;

    Task EndedAsync(string what, string condition) => Eventually.ShouldAsync(
        async () => await host.Database.ScalarAsync<long>($"select count(*) from errands where {condition}") == Errands,
        $"{Errands} errands to have {what}",
        describe: async () => $"{await host.Database.ScalarAsync<long>($"select count(*) from errands where {condition}")} that have");
}

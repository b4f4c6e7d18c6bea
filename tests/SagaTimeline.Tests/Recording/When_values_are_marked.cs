using Sagas.SagaTimeline.Tests.Errands;

namespace Sagas.SagaTimeline.Tests.Recording;

public sealed class When_values_are_marked(ErrandHost host) : IClassFixture<ErrandHost>
{
    static readonly string[] Secrets = ["key-7741", "Ada Byron", "Grace Hopper", "1 Navy Yard"];

    [Fact]
    public async Task That_they_changed_is_recorded_and_not_to_what()
    {
        var id = await host.StartAsync();
        var changes = (await host.StepsAsync(id, 1))[0].Details.Changes;

        changes["Key"].ShouldSatisfyAllConditions(key => key.From.ShouldBeNull(), key => key.To!.Value.GetString().ShouldBe("***"));
        changes["Recipient"].To!.Value.GetString().ShouldBe("***");
        changes["Stops"].To!.Value.GetRawText().ShouldBe("""[{"Shop": "Baker", "Clerk": "***"}]""");
    }

    [Fact]
    public async Task They_are_masked_in_reasons_and_exceptions_too()
    {
        var id = await host.StartAsync();
        host.Trouble.Strike(id, times: 1);
        await host.SendAsync(new Fetched(id, 1));
        await host.StepsAsync(id, 3);
        var other = await host.StartAsync();
        await host.SendAsync(new CallOff(other, "the porter"));
        var turn = (await host.StepsAsync(other, 2))[1];

        turn.Reason.ShouldBe("it was called off with the key ***");
        turn.Actor.ShouldBe("the porter");
        foreach (var errand in new[] { id, other })
        {
            var rows = await host.Database.QueryAsync(
                "select saga_timeline::text from saga_timeline where correlation_id = $1", row => row.GetString(0), errand);
            rows.ShouldNotBeEmpty();
            rows.ShouldAllBe(row => !Secrets.Any(secret => row.Contains(secret, StringComparison.Ordinal)));
        }
    }

    [Fact]
    public async Task Text_that_PostgreSQL_cannot_hold_does_not_make_recording_fail()
    {
        var id = await host.StartAsync();
        await host.SendAsync(new NotThere(id, "The \0 shop \ud800"));
        var step = (await host.StepsAsync(id, 2))[1];

        step.Reason.ShouldBe("The \ufffd shop \ufffd does not have it");
        (await host.Verifier.VerifyAsync(nameof(Errand), id)).ShouldBeNull();
    }
}

namespace Sagas.OrderSaga.Tests.ReadSide;

public sealed class When_orders_are_projected(HostWithOrders host) : IClassFixture<HostWithOrders>
{
    [Fact]
    public async Task each_table_is_the_fold_of_the_streams_row_by_row() => (await host.Folded.DifferencesAsync(host.Database)).ShouldBeEmpty();

    [Theory]
    [InlineData("order_summaries", "update order_summaries set tracking_number = 'FS-2' where status = 'Delivered'")]
    [InlineData("order_status_history", "update order_status_history set left_at = left_at + interval '1 second' where status = 'Placed'")]
    [InlineData("order_status_flows", "update order_status_flows set change = change + 1 where span = 'hour'")]
    [InlineData("customer_totals", "update customer_totals set orders = orders + 1")]
    public async Task a_row_that_is_not_shows(string table, string damage)
    {
        await using var connection = await host.Database.DataSource.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await using (var command = new Npgsql.NpgsqlCommand(damage, connection))
            (await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken)).ShouldBeGreaterThan(0);

        (await host.Folded.DifferencesAsync(connection)).ShouldAllBe(difference => difference.StartsWith(table, StringComparison.Ordinal));
        (await host.Folded.DifferencesAsync(connection)).ShouldNotBeEmpty();
    }

    [Fact]
    public async Task the_orders_are_of_several_customers_days_and_statuses()
    {
        (await host.Database.ScalarAsync<long>("select count(distinct day) from customer_totals")).ShouldBeGreaterThan(1);
        (await host.Database.ScalarAsync<long>("select count(distinct customer_id) from customer_totals")).ShouldBeGreaterThan(1);
        (await host.Database.ScalarAsync<long>("select count(distinct status) from order_summaries")).ShouldBeGreaterThan(4);
    }

    [Fact]
    public async Task nothing_personal_is_in_it()
    {
        var rows = await host.Database.QueryAsync("select s::text from order_summaries s", row => row.GetString(0));

        rows.ShouldNotBeEmpty();
        rows.ShouldAllBe(row => !row.Contains("Moos") && !row.Contains("Forsterstr") && !row.Contains("Mannheim"));
    }
}

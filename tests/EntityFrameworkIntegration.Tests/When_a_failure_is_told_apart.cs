using System.Net.Sockets;
using MassTransit.EntityFrameworkCoreIntegration;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Sagas.Transactions;

namespace Sagas.EntityFrameworkIntegration.Tests;

public sealed class When_a_failure_is_told_apart
{
    [Theory]
    [InlineData("40001", true)] // serialization failure
    [InlineData("40P01", true)] // deadlock
    [InlineData("55P03", true)] // lock not available
    [InlineData("53300", true)] // too many connections
    [InlineData("57P01", true)] // admin shutdown
    [InlineData("57P02", true)] // crash shutdown
    [InlineData("57P03", true)] // starting up
    [InlineData("57P05", true)] // idle session timeout
    [InlineData("25P03", true)] // idle in transaction timeout
    [InlineData("08006", true)] // connection failure
    [InlineData("08001", true)] // connection not established
    [InlineData("57P04", false)] // database dropped
    [InlineData("57014", false)] // query cancelled
    [InlineData("23505", false)] // unique violation
    [InlineData("42P01", false)] // no such table
    [InlineData("53100", false)] // disk full
    public void a_database_error_goes_by_its_sqlstate(string sqlState, bool transient) =>
        TransientFailures.Includes(new PostgresException("said in some language", "ERROR", "ERROR", sqlState)).ShouldBe(transient);

    [Fact]
    public void a_lost_connection_and_a_conflict_go_away_by_themselves_wherever_they_are_wrapped()
    {
        TransientFailures.Includes(new NpgsqlException("broken", new SocketException())).ShouldBeTrue();
        TransientFailures.Includes(new NpgsqlException("slow", new TimeoutException())).ShouldBeTrue();
        TransientFailures.Includes(new TransactionConflictException("moved")).ShouldBeTrue();
        TransientFailures.Includes(new DbUpdateException("not saved", new PostgresException("deadlock", "ERROR", "ERROR", "40P01"))).ShouldBeTrue();
        TransientFailures.Includes(new AggregateException(new InvalidOperationException(), new TransactionConflictException())).ShouldBeTrue();
    }

    [Fact]
    public void what_a_handler_throws_of_its_own_does_not()
    {
        TransientFailures.Includes(null).ShouldBeFalse();
        TransientFailures.Includes(new InvalidOperationException("out of ink")).ShouldBeFalse();
        // Somebody else's timeout: the payment gateway's, for example. Whether to ask again is the saga's to decide.
        TransientFailures.Includes(new TimeoutException()).ShouldBeFalse();
        TransientFailures.Includes(new NpgsqlException("wrong use")).ShouldBeFalse();
    }
}

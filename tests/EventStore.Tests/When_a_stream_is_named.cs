namespace Sagas.EventStore.Tests;

public sealed class When_a_stream_is_named
{
    [Fact]
    public void The_category_ends_at_the_first_dash()
    {
        var id = Guid.CreateVersion7();
        var stream = StreamId.Parse($"return_order-{id}");

        stream.ShouldBe(new StreamId("return_order", id));
        (stream.Category, stream.Id, stream.ToString()).ShouldBe(("return_order", id.ToString(), $"return_order-{id}"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("order")]
    [InlineData("order-")]
    [InlineData("-1")]
    [InlineData("Order-1")]
    [InlineData("1order-1")]
    [InlineData("order-1 2")]
    [InlineData("order-1\n")]
    public void What_is_not_a_name_is_refused(string text) =>
        Should.Throw<FormatException>(() => StreamId.Parse(text)).Message.ShouldContain("<category>-<id>");

    [Fact]
    public void A_name_is_at_most_200_characters_long()
    {
        new StreamId("order", new string('1', 194)).ToString().Length.ShouldBe(200);
        Should.Throw<ArgumentException>(() => new StreamId("order", new string('1', 195)));
        Should.Throw<ArgumentException>(() => new StreamId("or-der", "1"));
    }
}

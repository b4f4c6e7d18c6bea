using System.Text.Json;
using Sagas.SagaTimeline.Masking;
using Sagas.SagaTimeline.Tests.Errands;

namespace Sagas.SagaTimeline.Tests.Masking;

public sealed class When_a_value_is_shown
{
    readonly Masks _masks = new([typeof(SecretAttribute), typeof(PersonalAttribute)]);

    [Fact]
    public void What_is_marked_is_masked_at_any_depth() => Show(new Wallet
    {
        Token = "tok-1", Pin = 4711, Holder = new Recipient("Ada", "Street 1"), Holders = [new Recipient("Bob", "Street 2")],
        ByRole = new() { ["owner"] = new Recipient("Eve", "Street 3") }, Stops = [new Stop("Baker") { Clerk = "Zoe" }], Balance = 12.50m,
    }).ShouldBe(
        """
        {"Token":"***","Pin":"***","Holder":"***","Holders":["***"],"ByRole":{"owner":"***"},"Stops":[{"Shop":"Baker","Clerk":"***"}],"Balance":12.50,"Declared":null}
        """);

    [Fact]
    public void That_a_marked_value_is_missing_may_be_known() => Show(new Wallet()).ShouldBe(
        """{"Token":null,"Pin":null,"Holder":null,"Holders":[],"ByRole":{},"Stops":[],"Balance":0,"Declared":null}""");

    [Fact]
    public void A_mark_on_an_interface_covers_the_class_that_implements_it() => Show(new Wallet { Declared = "hidden" }).ShouldEndWith("""
        "Declared":"***"}
        """);

    [Fact]
    public void Without_marks_nothing_is_masked() => new Masks([]).Show(new Recipient("Ada", "Street 1"), typeof(Recipient)).ShouldBe("""{"Name":"Ada","Street":"Street 1"}""");

    [Fact]
    public void A_value_that_cannot_be_serialized_is_told_in_words() => _masks.Show(new Unwilling(), typeof(Unwilling))
        .ShouldBe("\"(Unwilling can\\u0027t be shown: InvalidOperationException)\"");

    [Fact]
    public void Marked_values_are_masked_in_text() => MaskedValues.MaskIn(
        "tok-1 of Ada Lovelace, Street 1, with pin 4711, was refused by Baker", _masks,
        new Wallet { Token = "tok-1", Pin = 4711, Holder = new Recipient("Ada Lovelace", "Street 1"), Stops = [new Stop("Baker") { Clerk = "Zo" }] })
        .ShouldBe("*** of ***, ***, with pin ***, was refused by Baker");

    [Theory]
    [InlineData("sent to 1010, order 0199a4c2-1010-7c0a-9b1f-2f4d6a8c0e11", "sent to ***, order 0199a4c2-1010-7c0a-9b1f-2f4d6a8c0e11")]
    [InlineData("A-1010 Vienna, invoice 201010, room x1010", "A-*** Vienna, invoice 201010, room x1010")]
    public void A_short_one_is_masked_as_a_word_and_not_as_a_part_of_an_id(string text, string masked) =>
        MaskedValues.MaskIn(text, _masks, new Wallet { Token = "1010" }).ShouldBe(masked);

    [Fact]
    public void A_long_one_is_masked_wherever_it_occurs() =>
        MaskedValues.MaskIn("https://gateway/?a=1tok_1234567890x", _masks, new Wallet { Token = "tok_1234567890" }).ShouldBe("https://gateway/?a=1***x");

    [Fact]
    public void One_that_is_an_id_is_masked() => MaskedValues.MaskIn(
        "0199a4c2-1010-7c0a-9b1f-2f4d6a8c0e11 failed", _masks, new Wallet { Token = "0199a4c2-1010-7c0a-9b1f-2f4d6a8c0e11" }).ShouldBe("*** failed");

    [Fact]
    public void They_are_masked_in_the_texts_of_a_JSON_value() => MaskedValues.MaskInJson(
        """{"Exceptions":[{"Message":"The token tok-1 was refused.","Token":"tok-1"}],"Count":4711}""", _masks, new Wallet { Token = "tok-1" })
        .ShouldBe("""{"Exceptions":[{"Message":"The token *** was refused.","Token":"***"}],"Count":4711}""");

    string Show(Wallet wallet) => _masks.Show(wallet, typeof(Wallet));

    interface IDeclareSecrets
    {
        [Secret]
        string? Declared { get; }
    }

    sealed class Wallet : IDeclareSecrets
    {
        [Secret]
        public string? Token { get; init; }

        [Secret]
        public int? Pin { get; init; }

        public Recipient? Holder { get; init; }

        public List<Recipient> Holders { get; init; } = [];

        public Dictionary<string, Recipient> ByRole { get; init; } = [];

        public List<Stop> Stops { get; init; } = [];

        public decimal Balance { get; init; }

        public string? Declared { get; init; }
    }

    sealed class Unwilling
    {
        public string Words { get; init; } = "";

        public int Count => Words.Length > 0 ? Words.Length : throw new InvalidOperationException("No.");
    }
}

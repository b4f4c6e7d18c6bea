using System.Reflection;
using MassTransit;

namespace Sagas.Contracts.Tests;

/// <summary>A wire name that changes orphans what is in flight and what other services bind to. Renaming one is a decision, so it fails here first.</summary>
public sealed class When_messages_go_on_the_wire
{
    static readonly Type[] Messages = [.. typeof(EffectKey).Assembly.GetExportedTypes()
        .Where(type => type is { IsClass: true, IsAbstract: false } && type.Namespace!.StartsWith("Sagas.Contracts.", StringComparison.Ordinal))];

    [Fact]
    public void their_names_and_fields_are_the_approved_ones()
    {
        var wire = string.Join('\n', Messages.OrderBy(type => type.FullName, StringComparer.Ordinal).Select(Describe)) + "\n";

        var actual = Path.Combine(AppContext.BaseDirectory, "wire.actual.txt");
        File.WriteAllText(actual, wire);
        var approved = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "wire.approved.txt"));

        File.ReadAllLines(actual).ShouldBe(
            approved, $"The wire has changed. If that is meant, copy {actual} to tests/Contracts.Tests/wire.approved.txt and say so in CHANGELOG.md.");
    }

    [Fact]
    public void none_of_them_can_be_changed_or_extended_by_inheritance()
    {
        foreach (var message in Messages)
        {
            message.IsSealed.ShouldBeTrue($"{message.Name} is not sealed");
            message.BaseType.ShouldBe(typeof(object), $"{message.Name} has a base type");
            foreach (var property in message.GetProperties())
            {
                property.SetMethod?.ReturnParameter.GetRequiredCustomModifiers().ShouldContain(
                    typeof(System.Runtime.CompilerServices.IsExternalInit), $"{message.Name}.{property.Name} can be changed after it was made");
            }
        }
    }

    [Fact]
    public void every_command_and_reply_names_its_saga_its_order_and_its_effect()
    {
        string[] services = ["Inventory", "Payment", "Shipping"];
        var exchanged = Messages.Where(type => services.Contains(type.Namespace!.Split('.')[^1]) && type.GetProperty("EffectKey") is not null).ToList();

        exchanged.Count.ShouldBe(34);
        foreach (var message in exchanged)
        {
            message.GetProperty("SagaId")?.PropertyType.ShouldBe(typeof(Guid), message.Name);
            message.GetProperty("OrderId")?.PropertyType.ShouldBe(typeof(Guid), message.Name);
            message.GetProperty("EffectKey")!.PropertyType.ShouldBe(typeof(EffectKey), message.Name);
        }
    }

    [Fact]
    public void what_authorises_a_payment_is_marked_sensitive_and_what_is_about_a_person_personal()
    {
        foreach (var property in Messages.SelectMany(type => type.GetProperties()))
        {
            if (property.Name.Contains("Token", StringComparison.Ordinal))
                property.IsDefined(typeof(SensitiveAttribute)).ShouldBeTrue($"{property.DeclaringType!.Name}.{property.Name}");
            if (property.PropertyType == typeof(PostalAddress))
                property.IsDefined(typeof(PersonalAttribute)).ShouldBeTrue($"{property.DeclaringType!.Name}.{property.Name}");
        }
    }

    static string Describe(Type message)
    {
        var fields = message.GetProperties().Select(property =>
            $"  {property.Name}: {TypeName(property.PropertyType)}{(property.IsDefined(typeof(System.Runtime.CompilerServices.RequiredMemberAttribute)) ? "" : " (optional)")}");
        return $"{MessageUrn.ForTypeString(message)}\n{string.Join('\n', fields)}";
    }

    static string TypeName(Type type) => type.IsGenericType
        ? $"{type.Name.Split('`')[0]}<{string.Join(", ", type.GetGenericArguments().Select(TypeName))}>"
        : type.Name;
}

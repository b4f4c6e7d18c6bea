using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Sagas.SagaTimeline.Masking;

/// <summary>Serializes values with everything masked that one of some attributes marks: on a property, also one that an interface declares, or on a type.</summary>
sealed class Masks
{
    /// <summary>What stands in the place of a masked value.</summary>
    public const string Text = "***";

    readonly Type[] _attributes;

    public Masks(IEnumerable<Type> attributes)
    {
        _attributes = [.. attributes];
        Plain = CreateOptions(new DefaultJsonTypeInfoResolver());
        Masked = CreateOptions(new DefaultJsonTypeInfoResolver { Modifiers = { MaskProperties } });
        Masked.Converters.Insert(0, new MaskedTypes(this));
    }

    /// <summary>Serializes everything. What it makes is only compared, never kept.</summary>
    public JsonSerializerOptions Plain { get; }

    /// <summary>Serializes with masks.</summary>
    public JsonSerializerOptions Masked { get; }

    public bool Covers(JsonPropertyInfo property) => property.AttributeProvider is MemberInfo member && (Mark(member) || Declarations(member).Any(Mark));

    /// <summary>A value as masked JSON; in words when it can't be serialized, because a property that can't must not make handling fail.</summary>
    public string Show(object? value, Type type) => Serialize(value, type, Masked);

    /// <summary>A value as JSON to compare.</summary>
    public string Reveal(object? value, Type type) => Serialize(value, type, Plain);

    static string Serialize(object? value, Type type, JsonSerializerOptions options)
    {
        try
        {
            return JsonSerializer.Serialize(value, type, options);
        }
#pragma warning disable CA1031 // Serializing runs the properties' own code.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            return JsonSerializer.Serialize($"({type.Name} can't be shown: {exception.GetType().Name})");
        }
    }

    static JsonSerializerOptions CreateOptions(IJsonTypeInfoResolver resolver) => new()
    {
        TypeInfoResolver = resolver,
        Converters = { new JsonStringEnumConverter() },
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        ReferenceHandler = ReferenceHandler.IgnoreCycles,
    };

    void MaskProperties(JsonTypeInfo type)
    {
        foreach (var property in type.Properties.Where(Covers))
            property.CustomConverter = MaskConverter.For(property.PropertyType);
    }

    bool Mark(MemberInfo member) => _attributes.Any(attribute => Attribute.IsDefined(member, attribute, inherit: true));

    /// <summary>The properties of the same name in the interfaces of a property's class: messages that are interfaces arrive as generated classes.</summary>
    static IEnumerable<MemberInfo> Declarations(MemberInfo member) =>
        member.DeclaringType is not { IsInterface: false } type ? [] : type.GetInterfaces().Select(contract => contract.GetProperty(member.Name)).OfType<MemberInfo>();

    sealed class MaskedTypes(Masks masks) : JsonConverterFactory
    {
        public override bool CanConvert(Type typeToConvert) => masks.Mark(typeToConvert);

        public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) => MaskConverter.For(typeToConvert);
    }
}

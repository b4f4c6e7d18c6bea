using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace Sagas.Architecture.Tests.PublicSurface;

/// <summary>A member's signature. Public is not said; protected is.</summary>
static class MemberSurface
{
    public static string Describe(MemberInfo member) => member switch
    {
        ConstructorInfo constructor => $"{Access(constructor)}{TypeNames.Simple(constructor.DeclaringType!)}({Parameters(constructor)})",
        FieldInfo { IsLiteral: true } constant => $"const {TypeNames.Name(constant.FieldType)} {constant.Name} = {Value(constant.GetRawConstantValue())}",
        FieldInfo field => $"{(field.IsStatic ? "static " : "")}{(field.IsInitOnly ? "readonly " : "")}{TypeNames.Of(field)} {field.Name}",
        PropertyInfo property => Property(property),
        EventInfo happening => $"event {TypeNames.Name(happening.EventHandlerType!)} {happening.Name}",
        MethodInfo method => $"{Access(method)}{Modifiers(method)}{TypeNames.Of(method.ReturnParameter)} {method.Name}{TypeNames.Arguments(method)}"
            + $"({(method.IsDefined(typeof(ExtensionAttribute)) ? "this " : "")}{Parameters(method)}){TypeNames.Constraints(method.GetGenericArguments())}",
        _ => throw new NotSupportedException($"{member.MemberType} {member.Name} can't be described."),
    };

    public static bool IsVisible(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    static string Property(PropertyInfo property)
    {
        var first = property.GetAccessors(nonPublic: true).First(IsVisible);
        var accessors = new[] { (property.GetMethod, "get"), (property.SetMethod, IsInit(property) ? "init" : "set") }
            .Where(accessor => accessor.Item1 is not null && IsVisible(accessor.Item1))
            .Select(accessor => (first.IsPublic ? Access(accessor.Item1!) : "") + accessor.Item2);
        var name = property.GetIndexParameters() is { Length: > 0 } index ? $"this[{string.Join(", ", index.Select(Parameter))}]" : property.Name;
        var required = property.IsDefined(typeof(RequiredMemberAttribute)) ? "required " : "";
        return $"{Access(first)}{Modifiers(first)}{required}{TypeNames.Of(property)} {name} {{ {string.Join("; ", accessors)}; }}";
    }

    static bool IsInit(PropertyInfo property) =>
        property.SetMethod?.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit)) == true;

    static string Access(MethodBase method) => method.IsPublic ? "" : "protected ";

    static string Modifiers(MethodInfo method) => method switch
    {
        { DeclaringType.IsInterface: true, IsAbstract: true } => "",
        { IsStatic: true } => "static ",
        { IsAbstract: true } => "abstract ",
        { IsVirtual: true, IsFinal: false } when !method.DeclaringType!.IsSealed => "virtual ",
        _ => "",
    };

    static string Parameters(MethodBase method) => string.Join(", ", method.GetParameters().Select(Parameter));

    static string Parameter(ParameterInfo parameter)
    {
        var kind = parameter switch
        {
            { IsOut: true } => "out ",
            { ParameterType.IsByRef: true } => parameter.IsIn ? "in " : "ref ",
            _ => parameter.IsDefined(typeof(ParamArrayAttribute)) ? "params " : "",
        };
        return $"{kind}{TypeNames.Of(parameter)} {parameter.Name}{(parameter.HasDefaultValue ? $" = {Value(parameter.DefaultValue)}" : "")}";
    }

    static string Value(object? value) => value switch
    {
        null => "default",
        string text => $"\"{text}\"",
        bool flag => flag ? "true" : "false",
        _ => string.Create(CultureInfo.InvariantCulture, $"{value}"),
    };
}

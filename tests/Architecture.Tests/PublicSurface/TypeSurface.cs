using System.Reflection;
using System.Runtime.CompilerServices;

namespace Sagas.Architecture.Tests.PublicSurface;

/// <summary>A type as it would be declared, with the members that others can see. What the compiler adds to records is left out.</summary>
static class TypeSurface
{
    const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    public static string Describe(Type type)
    {
        if (type.IsSubclassOf(typeof(Delegate)))
            return $"public delegate {MemberSurface.Describe(type.GetMethod("Invoke")!).Replace("virtual ", "", StringComparison.Ordinal).Replace("Invoke", TypeNames.Declare(type), StringComparison.Ordinal)}";
        var members = type.IsEnum
            ? type.GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => $"{field.Name} = {Convert.ToInt64(field.GetRawConstantValue(), null)}")
            : Members(type).OrderBy(member => Rank(member)).ThenBy(MemberSurface.Describe, StringComparer.Ordinal).Select(MemberSurface.Describe);
        return string.Join("\n    ", members.Prepend($"public {Kind(type)} {TypeNames.Declare(type)}{Bases(type)}{TypeNames.Constraints(type.GetGenericArguments())}"));
    }

    static string Kind(Type type) => type switch
    {
        { IsInterface: true } => "interface",
        { IsEnum: true } => "enum",
        { IsValueType: true } => type.IsDefined(typeof(IsReadOnlyAttribute)) ? "readonly struct" : "struct",
        { IsAbstract: true, IsSealed: true } => "static class",
        { IsAbstract: true } => "abstract class",
        { IsSealed: true } => "sealed class",
        _ => "class",
    };

    static string Bases(Type type)
    {
        if (type.IsEnum)
            return "";
        var inherited = type.GetInterfaces().SelectMany(known => known.GetInterfaces()).Concat(type.BaseType?.GetInterfaces() ?? []).ToHashSet();
        var bases = type.GetInterfaces().Except(inherited).Where(known => known.IsVisible).Select(known => TypeNames.Name(known)).Order(StringComparer.Ordinal).ToList();
        if (type.BaseType is { } parent && parent != typeof(object) && parent != typeof(ValueType))
            bases.Insert(0, TypeNames.Name(parent));
        return bases.Count == 0 ? "" : $" : {string.Join(", ", bases)}";
    }

    static IEnumerable<MemberInfo> Members(Type type) => type.GetMembers(Declared).Where(member => member switch
    {
        MethodBase method => MemberSurface.IsVisible(method) && !IsOfTheCompiler(method),
        PropertyInfo property => property.GetAccessors(nonPublic: true).Any(MemberSurface.IsVisible) && property.Name != "EqualityContract" && !IsOverride(property.GetAccessors(nonPublic: true)[0]),
        FieldInfo field => field.IsPublic || field.IsFamily,
        EventInfo => true,
        _ => false,
    });

    static bool IsOfTheCompiler(MethodBase method) =>
        method.IsDefined(typeof(CompilerGeneratedAttribute)) || (method.IsSpecialName && method is MethodInfo) || (method is MethodInfo overriding && IsOverride(overriding));

    static bool IsOverride(MethodInfo method) => method.GetBaseDefinition().DeclaringType != method.DeclaringType;

    static int Rank(MemberInfo member) => member switch
    {
        ConstructorInfo => 0,
        FieldInfo => 1,
        PropertyInfo => 2,
        EventInfo => 3,
        _ => 4,
    };
}

using System.Reflection;

namespace Sagas.Architecture.Tests.PublicSurface;

/// <summary>Types as C# writes them, without namespaces, with their nullability.</summary>
static class TypeNames
{
    static readonly NullabilityInfoContext Nullability = new();

    static readonly Dictionary<Type, string> Keywords = new()
    {
        [typeof(void)] = "void", [typeof(object)] = "object", [typeof(string)] = "string", [typeof(bool)] = "bool", [typeof(byte)] = "byte",
        [typeof(short)] = "short", [typeof(int)] = "int", [typeof(long)] = "long", [typeof(float)] = "float", [typeof(double)] = "double",
        [typeof(decimal)] = "decimal", [typeof(char)] = "char", [typeof(uint)] = "uint", [typeof(ulong)] = "ulong",
    };

    public static string Of(ParameterInfo parameter) => Name(parameter.ParameterType, Nullability.Create(parameter));

    public static string Of(PropertyInfo property) => Name(property.PropertyType, Nullability.Create(property));

    public static string Of(FieldInfo field) => Name(field.FieldType, Nullability.Create(field));

    public static string Name(Type type, NullabilityInfo? nullability = null)
    {
        if (type.IsByRef)
            return Name(type.GetElementType()!, nullability?.ElementType);
        if (Nullable.GetUnderlyingType(type) is { } underlying)
            return $"{Name(underlying)}?";
        var name = type.IsArray
            ? $"{Name(type.GetElementType()!, nullability?.ElementType)}[]"
            : Keywords.GetValueOrDefault(type) ?? Generic(type, (argument, index) => Name(argument, nullability?.GenericTypeArguments.ElementAtOrDefault(index)));
        // Of a type parameter the compiler does not say whether it was written with a question mark.
        return type is { IsValueType: false, IsGenericParameter: false } && IsNullable(nullability) ? $"{name}?" : name;
    }

    /// <summary>The name in a declaration: with the names of its type parameters.</summary>
    public static string Declare(Type type) => (type.DeclaringType is { } outer ? $"{Simple(outer)}." : "") + Simple(type) + Arguments(type.GetGenericArguments());

    public static string Simple(Type type) => type.Name.Split('`')[0];

    public static string Arguments(MethodInfo method) => Arguments(method.GetGenericArguments());

    public static string Constraints(Type[] parameters) => string.Concat(parameters.Select(parameter => (parameter.Name, Constraints: Constraints(parameter).ToList()))
        .Where(parameter => parameter.Constraints.Count > 0)
        .Select(parameter => $" where {parameter.Name} : {string.Join(", ", parameter.Constraints)}"));

    static string Generic(Type type, Func<Type, int, string> argument)
    {
        var name = type is { IsNested: true, IsGenericParameter: false } ? $"{Simple(type.DeclaringType!)}.{Simple(type)}" : Simple(type);
        return type.IsGenericType ? $"{name}<{string.Join(", ", type.GetGenericArguments().Select(argument))}>" : name;
    }

    static string Arguments(Type[] parameters) => parameters.Length == 0 ? "" : $"<{string.Join(", ", parameters.Select(Parameter))}>";

    static string Parameter(Type parameter) => (parameter.GenericParameterAttributes & GenericParameterAttributes.VarianceMask) switch
    {
        GenericParameterAttributes.Covariant => $"out {parameter.Name}",
        GenericParameterAttributes.Contravariant => $"in {parameter.Name}",
        _ => parameter.Name,
    };

    static IEnumerable<string> Constraints(Type parameter)
    {
        var attributes = parameter.GenericParameterAttributes;
        if (attributes.HasFlag(GenericParameterAttributes.ReferenceTypeConstraint))
            yield return "class";
        if (attributes.HasFlag(GenericParameterAttributes.NotNullableValueTypeConstraint))
            yield return "struct";
        foreach (var constraint in parameter.GetGenericParameterConstraints().Where(constraint => constraint != typeof(ValueType)))
            yield return Name(constraint);
        if (attributes.HasFlag(GenericParameterAttributes.DefaultConstructorConstraint) && !attributes.HasFlag(GenericParameterAttributes.NotNullableValueTypeConstraint))
            yield return "new()";
    }

    static bool IsNullable(NullabilityInfo? nullability) =>
        nullability is { ReadState: NullabilityState.Nullable } || (nullability is { WriteState: NullabilityState.Nullable, ReadState: NullabilityState.Unknown });
}

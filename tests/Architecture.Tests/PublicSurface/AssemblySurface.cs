using System.Reflection;

namespace Sagas.Architecture.Tests.PublicSurface;

/// <summary>Everything of an assembly that others can compile against, in an order that does not depend on how it was compiled.</summary>
static class AssemblySurface
{
    public static string Describe(Assembly assembly)
    {
        var namespaces = assembly.GetExportedTypes()
            .GroupBy(type => type.Namespace ?? "", StringComparer.Ordinal)
            .OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => $"namespace {group.Key}\n\n{string.Join("\n\n", group.Select(TypeSurface.Describe).Order(StringComparer.Ordinal))}\n");
        return string.Join('\n', namespaces);
    }
}

using System.Reflection;
using Sagas.Architecture.Tests.PublicSurface;

namespace Sagas.Architecture.Tests;

public sealed class When_a_library_is_published
{
    const string Approve = "SAGAS_APPROVE_PUBLIC_API";

    [Theory]
    [InlineData("EffectLedger")]
    [InlineData("EntityFrameworkIntegration")]
    [InlineData("EventStore")]
    [InlineData("Projections")]
    [InlineData("SagaTimeline")]
    [InlineData("Transactions")]
    public async Task its_public_surface_is_the_approved_one(string library)
    {
        var file = Path.Combine(Repository.Root, "src", library, "PublicApi.txt");
        var actual = AssemblySurface.Describe(Assembly.Load($"Sagas.{library}"));
        if (Environment.GetEnvironmentVariable(Approve) is not null)
            await File.WriteAllTextAsync(file, actual, TestContext.Current.CancellationToken);

        var approved = File.Exists(file) ? (await File.ReadAllLinesAsync(file, TestContext.Current.CancellationToken)).ToList() : [];
        var lines = actual.TrimEnd('\n').Split('\n');
        var added = lines.Except(approved, StringComparer.Ordinal).Select(line => $"+ {line.Trim()}");
        var removed = approved.Except(lines, StringComparer.Ordinal).Select(line => $"- {line.Trim()}");

        string.Join('\n', lines).ShouldBe(string.Join('\n', approved),
            $"What others compile against has changed:\n{string.Join('\n', removed.Concat(added))}\n"
            + $"If that is meant, run this test once with {Approve}=1, which rewrites src/{library}/PublicApi.txt, and commit the file with the change.");
    }

    [Fact]
    public void a_change_of_a_signature_is_a_change_of_its_description()
    {
        var described = TypeSurface.Describe(typeof(Sample<>));

        described.ShouldBe("""
            public abstract class When_a_library_is_published.Sample<T> : IDisposable where T : class, IComparable<T>
                protected Sample(int size = 3)
                string? Name { get; protected set; }
                static Task<T> FindAsync<TKey>(TKey key, params string[] names) where TKey : struct
                virtual void Dispose()
            """.ReplaceLineEndings("\n"));
    }

#pragma warning disable CA1000, CA1816, CA1063, MA0055 // Only its shape matters.
    public abstract class Sample<T> : IDisposable
        where T : class, IComparable<T>
    {
        protected Sample(int size = 3) => Name = size.ToString(System.Globalization.CultureInfo.InvariantCulture);

        public string? Name { get; protected set; }

        internal int Hidden { get; set; }

        public static Task<T?> FindAsync<TKey>(TKey key, params string[] names)
            where TKey : struct => Task.FromResult(names.Contains(key.ToString()) ? default(T) : null);

        public virtual void Dispose() => Hidden = 0;
    }
}

using System.Linq.Expressions;
using System.Reflection;
using MassTransit;
using Sagas.SagaTimeline.Hashing;
using Sagas.SagaTimeline.Masking;

namespace Sagas.SagaTimeline.Recording;

/// <summary>How a saga's state and fields are read from an instance.</summary>
sealed class SagaShape<TSaga>
    where TSaga : class, SagaStateMachineInstance
{
    readonly (string Name, Func<TSaga, bool> Is)[] _states;
    readonly SagaField[] _fields;

    public SagaShape(StateMachine<TSaga> machine, Masks masks)
    {
        Masks = masks;
        _states = [.. machine.States.Select(state => (state.Name, machine.Accessor.GetStateExpression(state).Compile()))];
        string?[] elsewhere = [nameof(ISaga.CorrelationId), nameof(ISagaVersion.Version), StateProperty(machine)];
        _fields =
        [
            .. masks.Plain.GetTypeInfo(typeof(TSaga)).Properties
                .Where(property => property.Get is not null && !elsewhere.Contains((property.AttributeProvider as MemberInfo)?.Name))
                .Select(property => new SagaField(property, masks))
                .OrderBy(field => field.Name, StringComparer.Ordinal),
        ];
    }

    public Masks Masks { get; }

    /// <returns><c>null</c> before the saga has entered a state.</returns>
    public string? StateOf(TSaga saga)
    {
        foreach (var (name, isState) in _states)
        {
            if (isState(saga))
                return name;
        }

        return null;
    }

    public FieldValue[] Capture(TSaga saga) => Array.ConvertAll(_fields, field => field.Capture(saga));

    /// <summary>Writes the fields that changed as an object's members, in the order of their names.</summary>
    /// <param name="writer">Stands inside of the object.</param>
    /// <param name="before">The fields before; <c>null</c> for a new saga, of which everything that it holds is told.</param>
    /// <param name="saga">The saga after.</param>
    public void WriteChanges(CanonicalWriter writer, FieldValue[]? before, TSaga saga)
    {
        for (var i = 0; i < _fields.Length; i++)
        {
            var (field, after) = (_fields[i], _fields[i].Capture(saga));
            if (before is null ? field.IsUnset(after) : Equals(before[i].Compared, after.Compared))
                continue;
            writer.Name(field.Name);
            writer.BeginObject();
            writer.Name("from");
            field.Write(writer, before?[i] ?? default);
            writer.Name("to");
            field.Write(writer, after);
            writer.EndObject();
        }
    }

    static string? StateProperty(StateMachine<TSaga> machine)
    {
        var finder = new PropertyFinder();
        finder.Visit(machine.Accessor.GetStateExpression(machine.Initial));
        return finder.Name;
    }

    sealed class PropertyFinder : ExpressionVisitor
    {
        public string? Name { get; private set; }

        protected override Expression VisitMember(MemberExpression node)
        {
            if (node.Expression is ParameterExpression)
                Name ??= node.Member.Name;
            return base.VisitMember(node);
        }
    }
}

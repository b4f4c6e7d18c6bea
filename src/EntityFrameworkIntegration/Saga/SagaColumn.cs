using System.Linq.Expressions;
using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using Npgsql;

namespace MassTransit.EntityFrameworkCoreIntegration;

/// <summary>One mapped property of a saga: how its column is read from a row and written as an array.</summary>
abstract class SagaColumn<TSaga>(string name)
{
    public string Name { get; } = name;

    public abstract void Read(NpgsqlDataReader reader, int ordinal, TSaga saga);

    public abstract NpgsqlParameter Values(IReadOnlyList<TSaga> sagas);

    public static SagaColumn<TSaga> For(IProperty property, StoreObjectIdentifier table)
    {
        var converter = property.GetTypeMapping().Converter;
        var stored = converter?.ProviderClrType ?? property.ClrType;
        if (stored.IsValueType && property.IsNullable && Nullable.GetUnderlyingType(stored) is null)
            stored = typeof(Nullable<>).MakeGenericType(stored);
        var column = typeof(SagaColumn<,>).MakeGenericType(typeof(TSaga), stored);
        return (SagaColumn<TSaga>)Activator.CreateInstance(
            column, property.GetColumnName(table)!, property.GetColumnType(), property.PropertyInfo!, converter)!;
    }
}

/// <typeparam name="TSaga">The saga.</typeparam>
/// <typeparam name="TStored">What the driver reads and writes: the property's type, or what its value converter makes of it.</typeparam>
sealed class SagaColumn<TSaga, TStored> : SagaColumn<TSaga>
{
    /// <summary>Without length or precision, which the table's column has: <c>numeric(19,4)</c>, <c>timestamp(3) with time zone</c>.</summary>
    readonly string _arrayType;
    readonly Func<TSaga, TStored> _get;
    readonly Action<TSaga, TStored> _set;

    public SagaColumn(string name, string storeType, PropertyInfo member, ValueConverter? converter)
        : base(name)
    {
        var precision = storeType.IndexOf('(', StringComparison.Ordinal);
        _arrayType = (precision < 0 ? storeType : storeType.Remove(precision, storeType.IndexOf(')', precision) - precision + 1)) + "[]";
        var saga = Expression.Parameter(typeof(TSaga), "saga");
        var stored = Expression.Parameter(typeof(TStored), "stored");
        var property = Expression.Property(saga, member);
        _get = Expression.Lambda<Func<TSaga, TStored>>(Convert(property, typeof(TStored), converter?.ConvertToProviderExpression), saga).Compile();
        _set = Expression.Lambda<Action<TSaga, TStored>>(
            Expression.Assign(property, Convert(stored, member.PropertyType, converter?.ConvertFromProviderExpression)), saga, stored).Compile();
    }

    public override void Read(NpgsqlDataReader reader, int ordinal, TSaga saga) =>
        _set(saga, reader.IsDBNull(ordinal) ? default! : reader.GetFieldValue<TStored>(ordinal));

    public override NpgsqlParameter Values(IReadOnlyList<TSaga> sagas) =>
        new NpgsqlParameter<TStored[]> { TypedValue = [.. sagas.Select(_get)], DataTypeName = _arrayType };

    /// <summary>Applies a value converter, which does not see nulls, or a plain conversion.</summary>
    static Expression Convert(Expression value, Type target, LambdaExpression? converter)
    {
        if (converter is null)
            return value.Type == target ? value : Expression.Convert(value, target);

        var input = converter.Parameters[0].Type;
        var converted = Expression.Convert(Expression.Invoke(converter, Expression.Convert(value, input)), target);
        var nullable = !value.Type.IsValueType || Nullable.GetUnderlyingType(value.Type) is not null;
        return nullable
            ? Expression.Condition(Expression.Equal(value, Expression.Constant(null, value.Type)), Expression.Default(target), converted)
            : converted;
    }
}

using System.CommandLine;
using System.Globalization;

namespace Sagas.Load.Commands;

/// <summary>What numbers options take. Anything else ends a command before it has begun.</summary>
static class Numbers
{
    /// <summary>Only numbers from a least one.</summary>
    public static Option<T> AtLeast<T>(this Option<T> option, double least) =>
        option.Only(number => number >= least, string.Create(CultureInfo.InvariantCulture, $"Give a number from {least} on."));

    /// <summary>Only multiples of a number.</summary>
    public static Option<int[]> MultiplesOf(this Option<int[]> option, int unit) => option.Only(
        number => number >= unit && number % unit == 0,
        string.Create(CultureInfo.InvariantCulture, $"Give multiples of {unit}, from {unit} on; nothing stored is measured anyway."));

    static Option<T> Only<T>(this Option<T> option, Func<double, bool> isAllowed, string remedy)
    {
        option.Validators.Add(result =>
        {
            foreach (var token in result.Tokens)
            {
                // What is no number at all is told by whoever parses it.
                if (double.TryParse(token.Value, CultureInfo.InvariantCulture, out var number) && !isAllowed(number))
                    result.AddError($"{option.Name} is {token.Value}. {remedy}");
            }
        });
        return option;
    }
}

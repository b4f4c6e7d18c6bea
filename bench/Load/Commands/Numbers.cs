using System.CommandLine;
using System.Globalization;

namespace Sagas.Load.Commands;

/// <summary>What numbers options take. Anything else ends a command before it has begun.</summary>
static class Numbers
{
    /// <summary>Only numbers from a least one.</summary>
    public static Option<T> AtLeast<T>(this Option<T> option, double least)
    {
        option.Validators.Add(result =>
        {
            foreach (var token in result.Tokens)
            {
                // What is no number at all is told by whoever parses it.
                if (double.TryParse(token.Value, CultureInfo.InvariantCulture, out var number) && number < least)
                    result.AddError(string.Create(CultureInfo.InvariantCulture, $"{option.Name} is {token.Value}. Give a number from {least} on."));
            }
        });
        return option;
    }

    /// <summary>Only multiples of a number.</summary>
    public static Option<int[]> MultiplesOf(this Option<int[]> option, int unit)
    {
        option.Validators.Add(result =>
        {
            foreach (var token in result.Tokens)
            {
                if (int.TryParse(token.Value, CultureInfo.InvariantCulture, out var number) && (number < unit || number % unit != 0))
                    result.AddError(string.Create(CultureInfo.InvariantCulture, $"{option.Name} is {token.Value}. Give multiples of {unit}, from {unit} on; nothing stored is measured anyway."));
            }
        });
        return option;
    }
}

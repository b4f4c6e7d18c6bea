using Sagas.Contracts;
using Sagas.Contracts.Orders;

namespace Sagas.OrderSaga.Api;

static class PlaceOrderValidation
{
    public static FieldErrors Validate(PlaceOrderRequest request)
    {
        var errors = new FieldErrors();
        errors.CheckText(request.CustomerId, "customerId");
        errors.CheckText(request.PaymentToken, "paymentToken");
        CheckLines(request.Lines, errors);
        CheckAddress(request.ShipTo, errors);
        if (request.ExpectedTotal is { } total)
            CheckTotal(total, errors);
        return errors;
    }

    static void CheckLines(IReadOnlyList<OrderLine> lines, FieldErrors errors)
    {
        errors.Check(lines.Count > 0, "lines", "is empty. Give at least one line.");
        errors.Check(lines.Count <= RequestLimits.Lines, "lines", $"has {lines.Count} lines. Give at most {RequestLimits.Lines}; split the order.");
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < Math.Min(lines.Count, RequestLimits.Lines); i++)
        {
            if (lines[i] is not { } line)
            {
                errors.Add($"lines[{i}]", "is null. Give an object with sku and quantity.");
                continue;
            }

            errors.CheckText(line.Sku, $"lines[{i}].sku", longest: OrderLine.LongestSku);
            errors.Check(line.Quantity >= 1, $"lines[{i}].quantity", $"is {line.Quantity}. Give a whole number from 1.");
            errors.Check(line.Quantity <= RequestLimits.Quantity, $"lines[{i}].quantity", $"is {line.Quantity}. Give at most {RequestLimits.Quantity}.");
            errors.Check(line.Sku is null || seen.Add(line.Sku), $"lines[{i}].sku", $"{line.Sku} stands in an earlier line too. Add the quantities up in one line.");
        }
    }

    static void CheckAddress(PostalAddress address, FieldErrors errors)
    {
        errors.CheckText(address.Name, "shipTo.name");
        errors.CheckText(address.Street, "shipTo.street");
        errors.CheckText(address.City, "shipTo.city");
        errors.CheckText(address.Country, "shipTo.country", longest: 100);
        if (address.Region is not null)
            errors.CheckText(address.Region, "shipTo.region", longest: 100);
        if (address.PostalCode is not null)
            errors.CheckText(address.PostalCode, "shipTo.postalCode", longest: 20);
    }

    static void CheckTotal(Money total, FieldErrors errors)
    {
        errors.Check(total.Amount is > 0 and < RequestLimits.Total, "expectedTotal.amount", $"is {total.Amount}. Give an amount above 0 and below {RequestLimits.Total}.");
        if (total.Currency is null || !Currency.IsKnown(total.Currency))
            errors.Add("expectedTotal.currency", $"'{total.Currency}' is not an ISO 4217 code, such as EUR.");
        else
            errors.Check(
                Currency.Round(total.Amount, total.Currency) == total.Amount,
                "expectedTotal.amount", $"is {total.Amount}. Round it to the minor unit of {total.Currency}, {Currency.MinorUnit(total.Currency)}.");
    }
}

using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Sagas.OrderSaga.Api;
using Sagas.OrderSaga.Troubles;
using Sagas.OrderSaga.Web.Layout;

namespace Sagas.OrderSaga.Web.SagaPages;

static class SagaPageEndpoint
{
    /// <param name="http">The request.</param>
    /// <param name="sagaId">The saga.</param>
    /// <param name="pages">Reads pages.</param>
    /// <param name="sagas">Knows what is to begin.</param>
    /// <param name="troubles">Says why one has not begun.</param>
    /// <param name="step">The step to look at it from.</param>
    public static async Task<IResult> GetAsync(HttpContext http, Guid sagaId, SagaPageQuery pages, SagaQuery sagas, SagaTroubles troubles, string? step = null)
    {
        long? chosen = null;
        if (!string.IsNullOrEmpty(step))
        {
            if (!long.TryParse(step, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number < 1)
                return Notices.Wrong("step has to be the number of a step, from 1.");
            chosen = number;
        }

        if (await PageAsync() is { } known)
            return known;
        if (await sagas.BeginningAsync(sagaId, http.RequestAborted) is not null)
            return Notices.NotBegun(http.Response, await troubles.OfAsync(sagaId, http.RequestAborted));
        // What begins a saga is dropped by the commit that makes it, which may have come between the two.
        return await PageAsync() ?? Notices.NoSuchSaga(sagaId);

        async Task<IResult?> PageAsync() =>
            await pages.FindAsync(sagaId, chosen, http) is { } page ? new RazorComponentResult<SagaPage>(new Dictionary<string, object?> { ["Page"] = page }) : null;
    }
}

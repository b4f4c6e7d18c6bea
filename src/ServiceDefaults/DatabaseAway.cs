using MassTransit.EntityFrameworkCoreIntegration;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Sagas.Transactions;

namespace Sagas.ServiceDefaults;

/// <summary>
/// Answers a request that fails because the database is away for now, or because others keep changing the same: 503, and when to ask again. What is passing is what messages are tried again for.
/// </summary>
sealed class DatabaseAway(IProblemDetailsService problems) : IExceptionHandler
{
    /// <summary>About as long as a database takes to start.</summary>
    const string Seconds = "5";

    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (!TransientFailures.Includes(exception))
            return false;

        var isConflict = exception is TransactionConflictException;
        httpContext.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        httpContext.Response.Headers.RetryAfter = Seconds;
        // Whoever takes no JSON gets the status without the text.
        await problems.TryWriteAsync(new ProblemDetailsContext
        {
            HttpContext = httpContext,
            ProblemDetails = new ProblemDetails
            {
                Status = StatusCodes.Status503ServiceUnavailable,
                Type = "urn:sagas:problem:unavailable",
                Title = isConflict ? "Others keep changing the same." : "The database does not answer.",
                Detail = isConflict
                    ? "Nothing was written. Send the request again in a moment."
                    : "Send the request again in a moment. Whether it took effect can't be said: look first, or send it with the same Idempotency-Key where there is one, then it takes effect once.",
            },
        });
        return true;
    }
}

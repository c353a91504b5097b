using Microsoft.AspNetCore.Mvc;

namespace ProteomicsAnnotator.App.Hosting;

/// <summary>Answers in the form of RFC 9457.</summary>
public static class Problems
{
    public static async Task WriteAsync(HttpContext context, int status, string detail)
    {
        context.Response.StatusCode = status;
        var problems = context.RequestServices.GetRequiredService<IProblemDetailsService>();
        var problem = new ProblemDetails { Status = status, Detail = detail };
        bool written = await problems.TryWriteAsync(new ProblemDetailsContext { HttpContext = context, ProblemDetails = problem });
        if (!written)
        {
            await context.Response.WriteAsync(detail, context.RequestAborted);
        }
    }
}

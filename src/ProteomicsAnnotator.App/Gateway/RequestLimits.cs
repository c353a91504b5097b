using System.Globalization;
using System.Threading.RateLimiting;
using ProteomicsAnnotator.App.Http;
using ProteomicsAnnotator.App.SigningIn;

namespace ProteomicsAnnotator.App.Gateway;

/// <summary>
/// How much one person may ask of a server: many times what a hand can do, so that a script that runs wild costs the others nothing.
/// What comes without a person is counted by address, where one is known.
/// </summary>
public sealed class RequestLimits : IDisposable
{
    /// <summary>Decisions and settings of a person: a hundred a second, and three hundred at once.</summary>
    private static readonly TokenBucketRateLimiterOptions Writing = Bucket(300, 100);

    /// <summary>A gallery asks for thousands of thumbnails.</summary>
    private static readonly TokenBucketRateLimiterOptions Reading = Bucket(5000, 1000);

    /// <summary>Signing in, and what its page is made of.</summary>
    private static readonly TokenBucketRateLimiterOptions Unknown = Bucket(300, 30);

    private readonly PartitionedRateLimiter<HttpContext> _limiter;

    /// <param name="usernameOf">Who a request is of; null: nobody yet.</param>
    public RequestLimits(Func<HttpContext, string?> usernameOf) => _limiter = PartitionedRateLimiter.Create<HttpContext, string>(context =>
    {
        if (usernameOf(context) is { } username)
        {
            return HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method)
                ? RateLimitPartition.GetTokenBucketLimiter($"reads {username}", _ => Reading)
                : RateLimitPartition.GetTokenBucketLimiter($"writes {username}", _ => Writing);
        }

        return context.Features.Get<ClientAddress>() is { Text: null }
            ? RateLimitPartition.GetNoLimiter("nobody")
            : RateLimitPartition.GetTokenBucketLimiter($"from {ClientAddress.Of(context)}", _ => Unknown);
    });

    public async Task CheckAsync(HttpContext context, RequestDelegate next)
    {
        using (RateLimitLease lease = _limiter.AttemptAcquire(context))
        {
            if (!lease.IsAcquired)
            {
                context.Response.Headers.RetryAfter = 1.ToString(CultureInfo.InvariantCulture);
                await Problems.WriteAsync(context, StatusCodes.Status429TooManyRequests, "Too many requests in a second: nothing was done. Send it again, more slowly.");
                return;
            }
        }

        await next(context);
    }

    public void Dispose() => _limiter.Dispose();

    private static TokenBucketRateLimiterOptions Bucket(int most, int perSecond) => new()
    {
        TokenLimit = most,
        TokensPerPeriod = perSecond / 10,
        ReplenishmentPeriod = TimeSpan.FromMilliseconds(100),
        AutoReplenishment = true,
        QueueLimit = 0,
    };
}

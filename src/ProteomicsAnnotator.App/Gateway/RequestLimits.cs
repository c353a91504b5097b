using System.Globalization;
using System.Threading.RateLimiting;
using ProteomicsAnnotator.App.Http;
using ProteomicsAnnotator.App.SigningIn;

namespace ProteomicsAnnotator.App.Gateway;

/// <summary>Requests of a person count for <see cref="PersonLimits"/>; what comes without a person is counted by address, where one is known.</summary>
public sealed class RequestLimits : IDisposable
{
    /// <summary>Signing in, and what its page is made of.</summary>
    private static readonly TokenBucketRateLimiterOptions Unknown = PersonLimits.Bucket(300, 30);

    private readonly PersonLimits _people;
    private readonly Func<HttpContext, string?> _usernameOf;
    private readonly PartitionedRateLimiter<HttpContext> _strangers;

    /// <param name="people">Of the server.</param>
    /// <param name="usernameOf">Who a request is of; null: nobody yet.</param>
    public RequestLimits(PersonLimits people, Func<HttpContext, string?> usernameOf)
    {
        (_people, _usernameOf) = (people, usernameOf);
        _strangers = PartitionedRateLimiter.Create<HttpContext, string>(context => context.Features.Get<ClientAddress>() is { Text: null }
            ? RateLimitPartition.GetNoLimiter("nobody")
            : RateLimitPartition.GetTokenBucketLimiter($"from {ClientAddress.Of(context)}", _ => Unknown));
    }

    public async Task CheckAsync(HttpContext context, RequestDelegate next)
    {
        if (!IsWithin(context))
        {
            context.Response.Headers.RetryAfter = 1.ToString(CultureInfo.InvariantCulture);
            await Problems.WriteAsync(context, StatusCodes.Status429TooManyRequests, PersonLimits.TooMany);
            return;
        }

        await next(context);
    }

    public void Dispose() => _strangers.Dispose();

    private bool IsWithin(HttpContext context)
    {
        if (_usernameOf(context) is { } username)
        {
            return HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method) ? _people.TryRead(username) : _people.TryWrite(username);
        }

        using RateLimitLease lease = _strangers.AttemptAcquire(context);
        return lease.IsAcquired;
    }
}

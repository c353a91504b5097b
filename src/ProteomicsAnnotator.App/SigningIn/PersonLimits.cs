using System.Threading.RateLimiting;

namespace ProteomicsAnnotator.App.SigningIn;

/// <summary>
/// How much one person may ask of a server, over HTTP and over all of their pages together: many times what a hand can do, so that a script
/// that runs wild costs the others nothing.
/// </summary>
public sealed class PersonLimits : IDisposable
{
    public const string TooMany = "Too many requests in a second: nothing was done. Send it again, more slowly.";

    // Decisions and settings: a hundred a second, and three hundred at once.
    private readonly PartitionedRateLimiter<string> _writes = Of(Bucket(300, 100));

    // A gallery asks for thousands of thumbnails.
    private readonly PartitionedRateLimiter<string> _reads = Of(Bucket(5000, 1000));

    // Whatever a page says: a contrast slider says something with every picture.
    private readonly PartitionedRateLimiter<string> _calls = Of(Bucket(5000, 1000));

    public bool TryWrite(string username) => Try(_writes, username);

    public bool TryRead(string username) => Try(_reads, username);

    public bool TryCall(string username) => Try(_calls, username);

    public void Dispose()
    {
        _writes.Dispose();
        _reads.Dispose();
        _calls.Dispose();
    }

    /// <param name="most">At once.</param>
    /// <param name="perSecond">In the long run.</param>
    internal static TokenBucketRateLimiterOptions Bucket(int most, int perSecond) => new()
    {
        TokenLimit = most,
        TokensPerPeriod = perSecond / 10,
        ReplenishmentPeriod = TimeSpan.FromMilliseconds(100),
        AutoReplenishment = true,
        QueueLimit = 0,
    };

    private static PartitionedRateLimiter<string> Of(TokenBucketRateLimiterOptions bucket) =>
        PartitionedRateLimiter.Create<string, string>(username => RateLimitPartition.GetTokenBucketLimiter(username, _ => bucket));

    private static bool Try(PartitionedRateLimiter<string> limiter, string username)
    {
        using RateLimitLease lease = limiter.AttemptAcquire(username);
        return lease.IsAcquired;
    }
}

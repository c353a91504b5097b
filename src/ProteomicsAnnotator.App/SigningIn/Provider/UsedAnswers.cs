namespace ProteomicsAnnotator.App.SigningIn.Provider;

/// <summary>Sign-ins that an answer of the provider has ended, by their nonce: each ends once. Only answers that are good otherwise come here.</summary>
public sealed class UsedAnswers(TimeProvider time)
{
    /// <summary>Longer than an answer can be good.</summary>
    private static readonly TimeSpan Kept = TimeSpan.FromHours(1);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, long> _used = new(StringComparer.Ordinal);

    public bool TryUse(string nonce)
    {
        lock (_gate)
        {
            foreach ((string old, long at) in _used)
            {
                if (time.GetElapsedTime(at) > Kept)
                {
                    _ = _used.Remove(old);
                }
            }

            return _used.TryAdd(nonce, time.GetTimestamp());
        }
    }
}

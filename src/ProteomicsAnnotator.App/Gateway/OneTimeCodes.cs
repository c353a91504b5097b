using System.Security.Cryptography;

namespace ProteomicsAnnotator.App.Gateway;

/// <summary>
/// Codes that open the program once, within 60 s. The browser's command line carries one of these: other accounts of
/// the machine can read command lines, so the token must not stand there.
/// </summary>
public sealed class OneTimeCodes
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(60);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, DateTimeOffset> _expiry = new(StringComparer.Ordinal);
    private readonly TimeProvider _time;

    public OneTimeCodes(TimeProvider time)
    {
        _time = time;
    }

    public string Issue()
    {
        string code = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24));
        DateTimeOffset now = _time.GetUtcNow();
        lock (_gate)
        {
            foreach ((string old, DateTimeOffset expiry) in _expiry)
            {
                if (expiry <= now)
                {
                    _expiry.Remove(old);
                }
            }

            _expiry[code] = now + Lifetime;
        }

        return code;
    }

    /// <summary>True once per code.</summary>
    public bool TryUse(string code)
    {
        lock (_gate)
        {
            return _expiry.Remove(code, out DateTimeOffset expiry) && _time.GetUtcNow() < expiry;
        }
    }
}

using System.Security.Cryptography;
using ProteomicsAnnotator.App.Gateway;

namespace ProteomicsAnnotator.App.Desktop;

/// <summary>What a second start shows to get a one-use code; good for nothing else.</summary>
public sealed class InstanceSecret
{
    private readonly string _secret = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
    private readonly AccessToken _comparison;

    public InstanceSecret()
    {
        _comparison = new AccessToken(_secret);
    }

    public bool Accepts(string candidate) => _comparison.Accepts(candidate);

    public RunningInstance InstanceAt(int port) => new(port, _secret);
}

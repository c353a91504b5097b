using System.Security.Cryptography;

namespace ProteomicsAnnotator.App.Gateway;

/// <summary>What a second start shows to get a one-use code; good for nothing else.</summary>
public sealed class InstanceSecret
{
    private readonly AccessToken _comparison;

    public InstanceSecret()
    {
        _comparison = new AccessToken(Text);
    }

    public string Text { get; } = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));

    public bool Accepts(string candidate) => _comparison.Accepts(candidate);
}

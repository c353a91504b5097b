using System.Security.Cryptography;
using System.Text;

namespace ProteomicsAnnotator.App.Gateway;

/// <summary>
/// The start token. Compared in constant time. The cookie carries a digest of it: the token may hold any character,
/// a cookie may not.
/// </summary>
public sealed class AccessToken
{
    private readonly byte[] _digest;

    public AccessToken(string token)
    {
        _digest = Digest(token);
        CookieValue = Convert.ToHexStringLower(Digest("cookie\n" + token));
    }

    public string CookieValue { get; }

    public bool Accepts(string? candidate) =>
        candidate is not null && CryptographicOperations.FixedTimeEquals(_digest, Digest(candidate));

    public bool AcceptsCookie(string? candidate) =>
        candidate is not null
        && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(CookieValue), Encoding.UTF8.GetBytes(candidate));

    private static byte[] Digest(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}

using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ProteomicsAnnotator.App.Tests.Serving;

/// <summary>A certificate that nobody but its maker vouches for, valid for ten days.</summary>
internal static class TestCertificate
{
    /// <param name="key">Its key.</param>
    /// <param name="name">A host; it is for 127.0.0.1 as well.</param>
    /// <param name="from">The day it begins at, from today.</param>
    public static X509Certificate2 Of(ECDsa key, string name, int from)
    {
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        DateTimeOffset begin = TimeProvider.System.GetUtcNow().AddDays(from);
        return request.CreateSelfSigned(begin, begin.AddDays(10));
    }
}

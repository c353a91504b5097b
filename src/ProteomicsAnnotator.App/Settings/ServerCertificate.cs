using System.Security.Cryptography.X509Certificates;

namespace ProteomicsAnnotator.App.Settings;

/// <summary>A server's own certificate, with those between it and one that browsers know, and its key.</summary>
/// <param name="Certificate">With its key.</param>
/// <param name="Chain">What else stands in the file.</param>
public sealed record ServerCertificate(X509Certificate2 Certificate, X509Certificate2Collection Chain);

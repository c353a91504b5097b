using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.App.Settings;

/// <summary><c>ANNOTATOR_CERTIFICATE</c> and <c>ANNOTATOR_CERTIFICATE_KEY</c>, PEM files -> <see cref="ServerCertificate"/>.</summary>
/// <param name="pathIn">Variables by name, as absolute paths; null where one is not set.</param>
/// <param name="refuse">Takes a variable, what was found and what is expected.</param>
/// <param name="now">To compare its dates with.</param>
internal sealed class CertificateReader(Func<string, string?> pathIn, Action<string, string, string> refuse, DateTimeOffset now)
{
    public const string Variable = "ANNOTATOR_CERTIFICATE";
    public const string KeyVariable = "ANNOTATOR_CERTIFICATE_KEY";
    private const int MostBytes = 1024 * 1024;

    /// <param name="address">What people have in their address line; null: not known.</param>
    /// <returns>Null: there is none, or it cannot be used.</returns>
    public ServerCertificate? Read(Uri? address)
    {
        (string? path, string? keyPath) = (pathIn(Variable), pathIn(KeyVariable));
        if (path is null || keyPath is null)
        {
            if (path is not null || keyPath is not null)
            {
                refuse(path is null ? Variable : KeyVariable, "nothing", $"a PEM file: {Variable} and {KeyVariable} belong together");
            }

            return null;
        }

        string? pem = TextOf(Variable, path);
        string? key = TextOf(KeyVariable, keyPath);
        if (pem is null || key is null)
        {
            return null;
        }

        if (!OperatingSystem.IsWindows() && File.GetUnixFileMode(keyPath).HasFlag(UnixFileMode.OtherRead))
        {
            refuse(KeyVariable, $"{keyPath}, which every account can read", "a file that only the server's account and its group can read, as after: chmod o= FILE");
            return null;
        }

        try
        {
            var chain = new X509Certificate2Collection();
            chain.ImportFromPem(pem);
            var certificate = X509Certificate2.CreateFromPem(pem, key);
            chain.RemoveAt(0);
            return IsGood(certificate, path, address) ? new ServerCertificate(certificate, chain) : null;
        }
        catch (Exception fault) when (fault is CryptographicException or ArgumentException)
        {
            refuse(Variable, $"{path} with {keyPath}, which cannot be read as certificate and key of each other", "PEM files: BEGIN CERTIFICATE, the server's own first, and its BEGIN PRIVATE KEY without a password");
            return null;
        }
    }

    private bool IsGood(X509Certificate2 certificate, string path, Uri? address)
    {
        (DateTime from, DateTime to) = (certificate.NotBefore.ToUniversalTime(), certificate.NotAfter.ToUniversalTime());
        if (now.UtcDateTime < from || now.UtcDateTime > to)
        {
            refuse(Variable, string.Create(CultureInfo.InvariantCulture, $"{path}, which is valid from {from:yyyy-MM-dd HH:mm} to {to:yyyy-MM-dd HH:mm} UTC"), string.Create(CultureInfo.InvariantCulture, $"one that is valid now, {now.UtcDateTime:yyyy-MM-dd HH:mm} UTC"));
            return false;
        }

        if (address is not null && !certificate.MatchesHostname(address.Host.Trim('[', ']')))
        {
            refuse(Variable, $"{path}, which is not for {address.Host}", $"one with {address.Host} among its names, or browsers refuse it");
            return false;
        }

        return true;
    }

    private string? TextOf(string variable, string path)
    {
        try
        {
            return Encoding.ASCII.GetString(RegularFile.ReadAll(path, MostBytes));
        }
        catch (Exception fault) when (StorageFault.IsFileError(fault))
        {
            refuse(variable, $"{path}: {StorageFault.Describe(fault)}", "a readable PEM file");
            return null;
        }
    }
}

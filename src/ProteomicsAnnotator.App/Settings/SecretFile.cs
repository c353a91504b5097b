using System.Text;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.App.Settings;

/// <summary>A secret of the server in a file of its own: one line that only the server's account and its group can read.</summary>
internal static class SecretFile
{
    private const int MostBytes = 1024;

    /// <param name="path">The file.</param>
    /// <param name="least">Characters that it has at least.</param>
    /// <param name="refuse">Takes what was found and what is expected.</param>
    /// <returns>Null: it cannot be used, and <paramref name="refuse"/> has heard why.</returns>
    public static string? Read(string path, int least, Action<string, string> refuse)
    {
        try
        {
            string secret = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(RegularFile.ReadAll(path, MostBytes)).Trim();
            if (secret.Length < least || !secret.All(c => c is > ' ' and < '\x7f'))
            {
                refuse(path, least > 1
                    ? $"a file with one line of at least {least} ASCII characters without blanks, as from: openssl rand -hex 32"
                    : "a file with one line of ASCII characters without blanks");
                return null;
            }

            if (!OperatingSystem.IsWindows() && File.GetUnixFileMode(path).HasFlag(UnixFileMode.OtherRead))
            {
                refuse($"{path}, which every account can read", "a file that only the server's account and its group can read, as after: chmod o= FILE");
                return null;
            }

            return secret;
        }
        catch (DecoderFallbackException)
        {
            refuse(path, "text");
        }
        catch (Exception fault) when (StorageFault.IsFileError(fault))
        {
            refuse($"{path}: {StorageFault.Describe(fault)}", $"a readable file of at most {MostBytes} bytes");
        }

        return null;
    }
}

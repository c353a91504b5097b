using System.Collections.Concurrent;

namespace ProteomicsAnnotator.App.SigningIn;

/// <summary>A line on standard error, and so in the message file, for each sign-in at a server and for each that was refused.</summary>
public sealed class SignInAudit(TimeProvider time)
{
    /// <summary>The same refusal is said once in this time: a script that tries again must not fill a disk.</summary>
    private static readonly TimeSpan Quiet = TimeSpan.FromMinutes(1);
    private const int MostRemembered = 1000;

    private readonly ConcurrentDictionary<string, long> _said = new(StringComparer.Ordinal);

    public static void SignedIn(SignIn signIn, bool isAdmin, HttpContext context) =>
        Console.Error.WriteLine($"Sign-in: {signIn.Username}{(isAdmin ? " (admin)" : "")} from {Shown(ClientAddress.Of(context))}.");

    public static void SignedOut(string username, HttpContext context) =>
        Console.Error.WriteLine($"Sign-out: {username} from {Shown(ClientAddress.Of(context))}.");

    public void Refused(string words, HttpContext context)
    {
        string line = $"Refused, from {Shown(ClientAddress.Of(context))}: {Shown(words)}";
        long now = time.GetTimestamp();
        if (_said.TryGetValue(line, out long before) && time.GetElapsedTime(before) < Quiet)
        {
            return;
        }

        if (_said.Count >= MostRemembered)
        {
            _said.Clear();
        }

        _said[line] = now;
        Console.Error.WriteLine(line);
    }

    /// <summary>What a caller sent must not begin a line of its own.</summary>
    internal static string Shown(string text)
    {
        string plain = string.Concat(text.Select(c => char.IsControl(c) ? $"\\x{(int)c:X2}" : c.ToString()));
        return plain.Length <= 300 ? plain : plain[..300] + "…";
    }
}

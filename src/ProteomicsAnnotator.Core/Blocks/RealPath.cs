namespace ProteomicsAnnotator.Core.Blocks;

/// <summary>Paths with their symbolic links followed, as far as the file system tells.</summary>
public static class RealPath
{
    private const int MaxLinks = 40;

    /// <summary>The path itself where a part of it cannot be read.</summary>
    public static string Of(string path)
    {
        string full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        string root = Path.GetPathRoot(full) ?? "";
        var rest = new Stack<string>(Parts(full[root.Length..]));
        string real = root;
        int links = 0;
        while (rest.TryPop(out string? part))
        {
            string next = Path.Combine(real, part);
            if (Target(next) is not { } target)
            {
                real = next;
                continue;
            }

            if (++links > MaxLinks)
            {
                return full;
            }

            real = Path.GetPathRoot(target) ?? "";
            foreach (string targetPart in Parts(target[real.Length..]))
            {
                rest.Push(targetPart);
            }
        }

        return real;
    }

    private static IEnumerable<string> Parts(string path) =>
        path.Split([Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar], StringSplitOptions.RemoveEmptyEntries)
            .Reverse();

    private static string? Target(string path)
    {
        try
        {
            return Directory.ResolveLinkTarget(path, returnFinalTarget: false) is { } target
                ? Path.GetFullPath(target.FullName)
                : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}

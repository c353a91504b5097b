using System.Text.RegularExpressions;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Points;

/// <summary>Where the paths of a source lead: relative ones from its folder.</summary>
/// <param name="file">Path of the <c>source.json</c>.</param>
/// <param name="isBound">They lead to nothing outside of the folder: whoever wrote the file is not who runs the program.</param>
internal sealed class SourcePaths(string file, bool isBound)
{
    private const string ChannelMark = "{channel}";
    private const int MostEntries = 100_000;
    private readonly string _folder = Path.GetDirectoryName(file)!;

    /// <exception cref="SourceException">It must not be used.</exception>
    public string Resolve(string member, string text)
    {
        if (text.Contains('\0', StringComparison.Ordinal))
        {
            throw new SourceException(file, member, "a path with NUL", "a path");
        }

        string path = Path.TrimEndingDirectorySeparator(Path.GetFullPath(text, _folder));
        if (isBound)
        {
            ThrowIfOutside(member, text, path);
        }

        return path;
    }

    /// <summary>The stores that a path or a pattern names, and what of the pattern is the channel's name; in ordinal order.</summary>
    /// <exception cref="SourceException">There is none, or several for one channel.</exception>
    /// <exception cref="StorageException">The share did not give the folder.</exception>
    public IReadOnlyList<(string Path, string? Name)> Stores(string member, string text)
    {
        if (!text.Contains(ChannelMark, StringComparison.Ordinal))
        {
            return [(Resolve(member, text), null)];
        }

        string trimmed = text.TrimEnd('/', '\\');
        string pattern = trimmed[(trimmed.LastIndexOfAny(['/', '\\']) + 1)..];
        string above = trimmed[..^pattern.Length];
        if (above.Contains(ChannelMark, StringComparison.Ordinal) || above.Contains('*', StringComparison.Ordinal)
            || pattern.IndexOf(ChannelMark, StringComparison.Ordinal) != pattern.LastIndexOf(ChannelMark, StringComparison.Ordinal))
        {
            throw new SourceException(file, member, $"\"{text}\"", $"{ChannelMark} once, and \"*\", in the last part of the path only");
        }

        string folder = Resolve(member, above.Length == 0 ? "." : above);
        (string Name, string Entry)[] found = [.. Matching(folder, pattern).OrderBy(match => match.Name, StringComparer.Ordinal)];
        string? twice = found.GroupBy(match => match.Name, StringComparer.Ordinal).Where(group => group.Count() > 1)
            .Select(group => $"{string.Join(" and ", group.Take(5).Select(match => match.Entry))} for the channel \"{group.Key}\"").FirstOrDefault();
        if (found.Length == 0 || twice is not null)
        {
            throw new SourceException(file, member, twice ?? $"no folder {pattern} in {folder}", "one store for each channel");
        }

        return [.. found.Select(match => (Resolve(member, Path.Combine(folder, match.Entry)), (string?)match.Name))];
    }

    private static IEnumerable<(string Name, string Entry)> Matching(string folder, string pattern)
    {
        string[] sides = [.. pattern.Split(ChannelMark).Select(side => Regex.Escape(side).Replace("\\*", ".*", StringComparison.Ordinal))];
        var regex = new Regex($"^{sides[0]}(?<name>.+?){sides[1]}$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture);
        try
        {
            return
            [
                .. Directory.EnumerateDirectories(folder).Take(MostEntries).Select(path => Path.GetFileName(path)!)
                    .Select(entry => (regex.Match(entry).Groups["name"].Value, entry)).Where(match => match.Value.Length > 0),
            ];
        }
        catch (Exception e) when (StorageFault.IsFileError(e))
        {
            throw StorageException.From(folder, e);
        }
    }

    private void ThrowIfOutside(string member, string text, string path)
    {
        string root = RealPath.Of(_folder);
        string real = RealPath.Of(path);
        if (real != root && !real.StartsWith(root + Path.DirectorySeparatorChar, StringComparison.Ordinal))
        {
            throw new SourceException(file, member, $"\"{text}\", which leads out of the data root", "a path below it, as a server reads nothing else");
        }
    }
}

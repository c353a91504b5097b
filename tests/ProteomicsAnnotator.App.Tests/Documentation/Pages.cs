using System.Text.RegularExpressions;

namespace ProteomicsAnnotator.App.Tests.Documentation;

/// <summary>The Markdown files of this checkout.</summary>
internal static partial class Pages
{
    private static readonly string[] Made = ["artifacts", "bin", "node_modules", "obj"];

    public static string Home { get; } = Find();

    /// <summary>Paths relative to <see cref="Home"/>, with <c>/</c>.</summary>
    public static IReadOnlyList<string> All { get; } =
        [.. FilesBelow(Home).Select(path => Path.GetRelativePath(Home, path).Replace('\\', '/')).Order(StringComparer.Ordinal)];

    public static string Text(string page) => File.ReadAllText(Path.Join(Home, page)).ReplaceLineEndings("\n");

    /// <summary>The words that a reader reads: no code, no comments, no addresses.</summary>
    public static string Prose(string page) =>
        Address().Replace(FileName().Replace(Target().Replace(InlineCode().Replace(WithoutFences(page), " "), "]"), " "), " ");

    public static string WithoutFences(string page) => Comment().Replace(Fence().Replace(Text(page), "\n"), " ");

    /// <summary>Fenced blocks with <c>&lt;!-- run --&gt;</c> in the line before, or <c>run: NAME</c> for one that needs a place of its own.</summary>
    public static IReadOnlyList<(string Language, string Code)> ToRun(string page, string name = "") =>
        [.. Marked().Matches(Text(page)).Where(block => block.Groups["name"].Value == name).Select(block => (block.Groups["language"].Value, block.Groups["code"].Value))];

    /// <summary>The first cells of the first table below a heading, without their backquotes.</summary>
    public static IReadOnlyList<string> FirstCells(string page, string heading)
    {
        string[] lines = Text(page).Split('\n');
        int start = Array.FindIndex(lines, line => line.StartsWith('#') && line.TrimStart('#').Trim() == heading);
        Assert.True(start >= 0, $"{page}: there is no heading \"{heading}\".");
        string[] rows = [.. lines.Skip(start + 1).SkipWhile(line => !line.StartsWith('|')).TakeWhile(line => line.StartsWith('|'))];
        return [.. rows.Skip(2).Select(row => row.Split('|')[1].Trim().Trim('`'))];
    }

    private static string Find()
    {
        DirectoryInfo? at = new(AppContext.BaseDirectory);
        while (at is not null && !File.Exists(Path.Join(at.FullName, "launch.sh")))
        {
            at = at.Parent;
        }

        return at?.FullName ?? throw new InvalidOperationException($"No launch.sh above {AppContext.BaseDirectory}.");
    }

    private static IEnumerable<string> FilesBelow(string folder) => Directory.EnumerateFiles(folder, "*.md").Concat(
        Directory.EnumerateDirectories(folder)
            .Where(below => Path.GetFileName(below) is var name && !name.StartsWith('.') && !Made.Contains(name))
            .SelectMany(FilesBelow));

    [GeneratedRegex("^<!-- run(: (?<name>\\w+))? -->\n```(?<language>\\w+)\n(?<code>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Marked();

    [GeneratedRegex("^```.*?^```\\s*$", RegexOptions.Multiline | RegexOptions.Singleline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Fence();

    [GeneratedRegex("<!--.*?-->", RegexOptions.Singleline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Comment();

    [GeneratedRegex("`[^`]*`", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex InlineCode();

    [GeneratedRegex(@"\]\([^)]*\)", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Target();

    [GeneratedRegex(@"https?://\S+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Address();

    [GeneratedRegex(@"\w+\.(cff|cmd|cs|csv|json|log|md|npy|razor|sh|tiff?|ts)\b", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex FileName();
}

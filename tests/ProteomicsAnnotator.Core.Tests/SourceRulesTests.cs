using System.Text.RegularExpressions;

namespace ProteomicsAnnotator.Core.Tests;

/// <summary>What the source itself promises: one place per question, folders that look one way, sizes.</summary>
public sealed class SourceRulesTests
{
    private const int MostFiles = 40;
    private const int MostLines = 330;

    /// <summary>A folder of Core uses only folders that stand before it.</summary>
    private static readonly string[] Order =
    [
        "Storage", "Blocks", "Volumes", "Campaign", "Journals", "Roots", "Merge", "LabelFiles", "Snapshots", "Owners", "Delivery",
        "Labels", "Share", "Agreement", "Export", "Demo",
    ];

    private static readonly Regex Used = new(@"\bProteomicsAnnotator\.Core\.(?<folder>\w+)", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture);
    private static readonly Regex Partial = new(@"^[^/""]*\bpartial\b", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture);
    private static readonly Regex Generated = new(@"\[(GeneratedRegex|LoggerMessage|LibraryImport|JsonSerializable|JsonSourceGenerationOptions)\b", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture);
    private static readonly Regex Listing = new(@"\bList(Files|Folders)\b", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture);
    private static readonly Regex BlockPrefix = new(@"^[^/]*\bblock_([^i]|$)", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture);
    private static readonly Regex Built = new(@"[/\\](obj|bin|node_modules)[/\\]", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture);
    private static readonly string Source = Path.Combine(Repository(), "src");
    private static readonly string Core = Path.Combine(Source, "ProteomicsAnnotator.Core");

    [Fact]
    public void FoldersOfTheShare_AreListedInFewPlaces()
    {
        IEnumerable<string> listing = FilesOf(Core).Where(file => Listing.IsMatch(File.ReadAllText(file)));

        // The operations; journals; whose files of labels there are; temporary and damaged files.
        Assert.Equal(
            [
                "Journals/JournalDirectory.cs", "Journals/JournalTree.cs", "LabelFiles/LabelFileProjection.cs",
                "LabelFiles/ShareOwners.cs", "Share/ShareChecks.cs", "Storage/FileOperations.cs",
            ],
            listing.Select(Relative));
    }

    [Fact]
    public void EndingOfJournals_IsSpelledInAtMostSixFiles() =>
        Assert.InRange(FilesOf(Core).Count(file => File.ReadAllText(file).Contains(".jsonl", StringComparison.Ordinal)), 1, 6);

    /// <summary>Names of another form come: they are decided in one file.</summary>
    [Fact]
    public void WhatABlockIsCalled_IsSpelledInOneFile()
    {
        IEnumerable<string> spelling = FilesOf(Source).Where(file => !file.EndsWith(".ts", StringComparison.Ordinal) && File.ReadLines(file).Any(line => BlockPrefix.IsMatch(line)));

        Assert.Equal(["Blocks/BlockId.cs"], spelling.Select(Relative));
    }

    [Fact]
    public void FoldersOfCore_UseOnlyThoseBelowThem()
    {
        string[] files = [.. FilesOf(Core)];
        IEnumerable<string> upward =
            from file in files
            let own = Array.IndexOf(Order, FolderOf(file))
            from used in Used.Matches(File.ReadAllText(file)).Select(match => match.Groups["folder"].Value).Distinct(StringComparer.Ordinal)
            where Array.IndexOf(Order, used) > own
            select $"{Relative(file)} uses {used}";

        Assert.Equal(Order.Order(StringComparer.Ordinal), files.Select(FolderOf).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
        Assert.Empty(upward);
        Assert.All(files, file => Assert.Contains($"namespace {NamespaceOf(file)};", File.ReadAllText(file), StringComparison.Ordinal));
    }

    [Fact]
    public void SourceFolders_HoldAtMostFortyFiles() => Assert.Empty(FilesOf(Source)
        .GroupBy(file => Path.GetDirectoryName(file)!, StringComparer.Ordinal)
        .Where(folder => folder.Count() > MostFiles)
        .Select(folder => $"{folder.Key}: {folder.Count()} files"));

    [Fact]
    public void SourceFiles_HaveAtMostThreeHundredThirtyLines() => Assert.Empty(FilesOf(Source)
        .Select(file => (file, Lines: File.ReadLines(file).Count()))
        .Where(file => file.Lines > MostLines)
        .Select(file => $"{file.file}: {file.Lines} lines"));

    /// <summary>A component's code-behind is one with its markup; the other half of a generated class nobody reads.</summary>
    [Fact]
    public void Partial_IsOnlyWhatHasAGeneratedHalf() => Assert.Empty(FilesOf(Source)
        .Where(file => Path.GetExtension(file) == ".cs" && !file.EndsWith(".razor.cs", StringComparison.Ordinal))
        .Where(file => File.ReadLines(file).Any(line => Partial.IsMatch(line)) && !Generated.IsMatch(File.ReadAllText(file)))
        .Select(Relative));

    private static string FolderOf(string file) => Relative(file).Split('/')[0];

    private static string NamespaceOf(string file) =>
        "ProteomicsAnnotator.Core." + Path.GetDirectoryName(Relative(file))!.Replace('\\', '/').Replace('/', '.');

    private static string Relative(string file) => Path.GetRelativePath(Core, file).Replace('\\', '/');

    private static IEnumerable<string> FilesOf(string folder) => Directory
        .EnumerateFiles(folder, "*.*", SearchOption.AllDirectories)
        .Where(file => Path.GetExtension(file) is ".cs" or ".razor" or ".ts" && !file.Contains(".test.", StringComparison.Ordinal))
        .Where(file => !Built.IsMatch(file))
        .Order(StringComparer.Ordinal);

    private static string Repository()
    {
        string folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "ProteomicsAnnotator.slnx")))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("the solution is not above the tests");
        }

        return folder;
    }
}

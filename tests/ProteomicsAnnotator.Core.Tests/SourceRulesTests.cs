using System.Text.RegularExpressions;

namespace ProteomicsAnnotator.Core.Tests;

/// <summary>What the source itself promises: one place per question, folders that look one way, sizes.</summary>
public sealed class SourceRulesTests
{
    private const int MostFiles = 40;
    private const int MostLines = 330;
    private const int MostTestLines = 300;

    /// <summary>A folder uses only folders that stand before it.</summary>
    private static readonly string[] CoreOrder =
    [
        "Storage", "Blocks", "Volumes", "Points", "Campaign", "Journals", "Database", "Roots", "Decisions", "Merge", "LabelFiles", "Snapshots", "Planning", "Owners", "Delivery",
        "Labels", "Share", "Agreement", "Export", "Cutting", "Predictions", "Releases", "Reporting", "Training", "Transfer", "Demo",
    ];

    /// <summary>The same for App; Program.cs stands above them.</summary>
    private static readonly string[] AppOrder =
    [
        "Settings", "Http", "Notices", "Processes", "SigningIn", "Circuits", "Gateway", "Exports", "Reviewing", "Annotating",
        "Endpoints", "Components", "Hosting", "Commands", "Desktop", "Serving",
    ];

    private static readonly Regex Imported = new(@"\bProteomicsAnnotator\.(?<project>Core|App)\.(?<folder>\w+)", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture);
    private static readonly Regex Qualified = new(@"\b(?<folder>\w+)\.\w+", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture);
    private static readonly Regex Partial = new(@"^[^/""]*\bpartial\b", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture);
    private static readonly Regex Generated = new(@"\[(GeneratedRegex|LoggerMessage|LibraryImport|MemoryPackable|JsonSerializable|JsonSourceGenerationOptions)\b", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture);
    private static readonly Regex Listing = new(@"\bList(Files|Folders)\b", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture);
    private static readonly Regex BlockPrefix = new(@"^[^/]*\bblock_([^i]|$)", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture);
    private static readonly Regex FixedPlural = new(@"\{[^{}""]*([Cc]ount|Length|labels|pending|others|\bn|left)\)*( [-+] [^{}""]*)?(:N0)?\} (\w+ )?(labels|blocks|decisions|lines|votes)\b", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture);
    private static readonly Regex Built = new(@"[/\\](obj|bin|node_modules)[/\\]", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture);
    private static readonly string Source = Path.Combine(Repository(), "src");
    private static readonly string Core = Path.Combine(Source, "ProteomicsAnnotator.Core");

    [Fact]
    public void FoldersOfTheShare_AreListedInFewPlaces()
    {
        IEnumerable<string> listing = FilesOf(Core).Where(file => Listing.IsMatch(File.ReadAllText(file)));

        // The operations; journals; versions of plans and decisions; whose files of labels there are, the original program's too; what this machine keeps; releases and backups, which take all; temporary and damaged files; whether a folder to export into is empty; which mirrors of a database this machine has.
        Assert.Equal(
            [
                "Decisions/WrittenOnce.cs", "Journals/JournalDirectory.cs", "Journals/JournalTree.cs", "LabelFiles/LabelFileProjection.cs",
                "LabelFiles/Originals/OriginalTree.cs", "LabelFiles/ShareOwners.cs", "Releases/FileTree.cs", "Roots/LocalTrees.cs", "Share/ShareChecks.cs", "Storage/FileOperations.cs", "Transfer/FolderExport.cs", "Transfer/MirrorFolder.cs",
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
    public void FoldersOfCore_UseOnlyThoseBelowThem() => AssertOneWay("Core", CoreOrder);

    [Fact]
    public void FoldersOfApp_UseOnlyThoseBelowThem() => AssertOneWay("App", AppOrder);

    [Fact]
    public void SourceFolders_HoldAtMostFortyFiles() => Assert.Empty(FilesOf(Source)
        .GroupBy(file => Path.GetDirectoryName(file)!, StringComparer.Ordinal)
        .Where(folder => folder.Count() > MostFiles)
        .Select(folder => $"{folder.Key}: {folder.Count()} files"));

    [Fact]
    public void SourceFiles_HaveAtMostThreeHundredThirtyLines() => Assert.Empty(LongerThan(MostLines, Source));

    /// <summary>What a file tests fits into its name; what several set up has a name of its own.</summary>
    [Fact]
    public void TestFiles_HaveAtMostThreeHundredLines() => Assert.Empty(LongerThan(MostTestLines, Path.Combine(Repository(), "tests")));

    /// <summary>A number in front of a plural reads wrong when it is one: <c>Counted</c> has both.</summary>
    [Fact]
    public void NumbersOfThings_HaveBothFormsOfTheirNoun() => Assert.Empty(FilesOf(Source)
        .Where(file => Path.GetExtension(file) != ".ts")
        .SelectMany(file => File.ReadLines(file).Where(line => FixedPlural.IsMatch(line)).Select(line => $"{file}: {line.Trim()}")));

    /// <summary>A component's code-behind is one with its markup; the other half of a generated class nobody reads.</summary>
    [Fact]
    public void Partial_IsOnlyWhatHasAGeneratedHalf() => Assert.Empty(FilesOf(Source)
        .Where(file => Path.GetExtension(file) == ".cs" && !file.EndsWith(".razor.cs", StringComparison.Ordinal))
        .Where(file => File.ReadLines(file).Any(line => Partial.IsMatch(line)) && !Generated.IsMatch(File.ReadAllText(file)))
        .Select(Relative));

    private static void AssertOneWay(string project, string[] order)
    {
        string root = Path.Combine(Source, "ProteomicsAnnotator." + project);
        string[] files = [.. FilesOf(root).Where(file => Path.GetDirectoryName(file) != root)];
        HashSet<string> types = [.. files.Select(file => $"{FolderOf(root, file)}.{Path.GetFileName(file).Split('.')[0]}")];
        IEnumerable<string> upward =
            from file in files
            let own = Array.IndexOf(order, FolderOf(root, file))
            from used in UsedBy(File.ReadAllText(file), project, types).Distinct(StringComparer.Ordinal)
            where Array.IndexOf(order, used) > own
            select $"{Path.GetRelativePath(root, file)} uses {used}";

        Assert.Equal(order.Order(StringComparer.Ordinal), files.Select(file => FolderOf(root, file)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
        Assert.Empty(upward);
        Assert.All(
            files.Where(file => Path.GetExtension(file) == ".cs"),
            file => Assert.Contains($"namespace {NamespaceOf(file)};", File.ReadAllText(file), StringComparison.Ordinal));
    }

    /// <summary>What is imported (what is not used does not build), and types named by their folder, which needs no import.</summary>
    private static IEnumerable<string> UsedBy(string text, string project, HashSet<string> types) => Imported.Matches(text)
        .Where(import => import.Groups["project"].Value == project)
        .Concat(Qualified.Matches(text).Where(name => types.Contains(name.Value)))
        .Select(match => match.Groups["folder"].Value);

    private static IEnumerable<string> LongerThan(int most, string folder) => FilesOf(folder)
        .Select(file => (file, Lines: File.ReadLines(file).Count()))
        .Where(file => file.Lines > most)
        .Select(file => $"{file.file}: {file.Lines} lines");

    private static string FolderOf(string root, string file) => Path.GetRelativePath(root, file).Replace('\\', '/').Split('/')[0];

    private static string NamespaceOf(string file) => Path.GetRelativePath(Source, Path.GetDirectoryName(file)!).Replace('\\', '/').Replace('/', '.');

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

using System.Text.RegularExpressions;

namespace ProteomicsAnnotator.Core.Tests;

/// <summary>What the source itself promises: one place per question.</summary>
public sealed class SourceRulesTests
{
    private static readonly Regex Listing = new(@"\bList(Files|Folders)\b", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture);
    private static readonly Regex BlockPrefix = new(@"^[^/]*\bblock_([^i]|$)", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture);
    private static readonly Regex Built = new(@"[/\\](obj|bin)[/\\]", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture);
    private static readonly string Core = Path.Combine(Repository(), "src", "ProteomicsAnnotator.Core");

    [Fact]
    public void FoldersOfTheShare_AreListedInFewPlaces()
    {
        IEnumerable<string> listing = FilesOf(Core).Where(file => Listing.IsMatch(File.ReadAllText(file)));

        // The operations; journals; whose files of labels there are; temporary and damaged files.
        Assert.Equal(
            [
                "Journals/JournalDirectory.cs", "Journals/JournalTree.cs", "LabelFiles/LabelFileProjection.cs",
                "Share/ShareChecks.cs", "Snapshots/ShareOwners.cs", "Storage/FileOperations.cs",
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
        IEnumerable<string> spelling = FilesOf(Path.Combine(Repository(), "src")).Where(file => File.ReadLines(file).Any(line => BlockPrefix.IsMatch(line)));

        Assert.Equal(["Blocks/BlockId.cs"], spelling.Select(Relative));
    }

    private static string Relative(string file) => Path.GetRelativePath(Core, file).Replace('\\', '/');

    private static IEnumerable<string> FilesOf(string folder) => Directory
        .EnumerateFiles(folder, "*.*", SearchOption.AllDirectories)
        .Where(file => Path.GetExtension(file) is ".cs" or ".razor")
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

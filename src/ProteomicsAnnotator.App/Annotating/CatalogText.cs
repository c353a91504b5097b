using System.Globalization;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Points;

namespace ProteomicsAnnotator.App.Annotating;

/// <summary>What a scan found, in words.</summary>
public static class CatalogText
{
    /// <summary>Why the list is empty.</summary>
    public static string Empty(BlockCatalog catalog, bool isFiltered) => catalog.Current switch
    {
        { Blocks.Count: > 0 } when isFiltered => "No blocks match. Esc in the search shows all again.",
        { IsComplete: false } => "Looking for blocks…",
        { RootExists: false } => NoFolder(catalog),
        { Gaps: [{ } gap, ..] } when File.Exists(Path.Combine(catalog.Root, SourceFile.FileName)) => $"No point is listed. {gap}",
        { Notes.Count: > 0 } => $"{Path.Combine(catalog.Root, SourceFile.FileName)} names no point that can be shown.",
        _ => $"No folder named {BlockId.NameForm} was found below {catalog.Root}.",
    };

    public static string NoFolder(BlockCatalog catalog) => $"There is no folder {catalog.Root}.";

    /// <summary>Names each kind: a remark on a file does not mean that a folder is left out.</summary>
    public static string Summary(CatalogSnapshot catalog) => string.Join(" · ", new[]
    {
        catalog.IsCutOff ? "Too many folders: is this the right one?" : null,
        Counted(catalog.IgnoredFolders.Count, "folder not used", "folders not used"),
        catalog.Notes.Count > 0 ? "Points of a volume" : null,
        Counted(catalog.Problems.Count, "remark on this folder", "remarks on this folder"),
    }.OfType<string>());

    public static IEnumerable<string> Details(CatalogSnapshot catalog) => catalog.Notes.Concat(catalog.Problems
        .Select(problem => $"{VisibleName.Of(problem.Path)}: {problem.Message}"))
        .Concat(catalog.IgnoredFolders.Select(folder => $"{VisibleName.Of(folder)}: not {BlockId.NameForm}"));

    /// <summary>What came and went between two scans.</summary>
    public static string Difference(CatalogSnapshot before, CatalogSnapshot after)
    {
        var known = before.Blocks.Select(block => block.Id).ToHashSet();
        int stayed = after.Blocks.Count(block => known.Contains(block.Id));
        string blocks = Counted(after.Blocks.Count, "block", "blocks") ?? "no block";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"Looked again: {after.Blocks.Count - stayed:N0} new, {known.Count - stayed:N0} gone; {blocks} now.");
    }

    private static string? Counted(int count, string one, string many) => count switch
    {
        0 => null,
        1 => $"1 {one}",
        _ => string.Create(CultureInfo.InvariantCulture, $"{count:N0} {many}"),
    };
}

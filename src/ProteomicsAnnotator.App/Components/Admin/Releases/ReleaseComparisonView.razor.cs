using Microsoft.AspNetCore.Components;
using ProteomicsAnnotator.App.Reviewing;
using ProteomicsAnnotator.Core.Agreement;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Releases;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.App.Components.Admin.Releases;

/// <summary>What differs between a release and what came after, with the blocks that it concerns.</summary>
public sealed partial class ReleaseComparisonView
{
    private const int MostShown = 20;
    private ReleaseComparison? _read;
    private IReadOnlyList<IGrouping<string, LabelChange>> _changes = [];
    private Dictionary<string, BlockId> _blocks = [];
    private IReadOnlyList<BlockId> _listed = [];

    [Parameter]
    [EditorRequired]
    public required ReleaseComparison Comparison { get; set; }

    [Parameter]
    [EditorRequired]
    public required ReviewSession Review { get; set; }

    /// <summary>Lists these blocks in the table.</summary>
    [Parameter]
    public EventCallback<ReviewFilter> OnList { get; set; }

    private string Title => Comparison.After is { } after ? $"From {Comparison.Before} to {after}" : $"Since {Comparison.Before}";

    protected override void OnParametersSet()
    {
        if (ReferenceEquals(_read, Comparison))
        {
            return;
        }

        _read = Comparison;
        _changes = [.. Comparison.Difference.Changes.GroupBy(change => change.Block, StringComparer.Ordinal)];
        _blocks = Review.Table.Blocks.ToDictionary(WideTable.NameOf, StringComparer.Ordinal);
        _listed = [.. _changes.Where(block => _blocks.ContainsKey(block.Key)).Select(block => _blocks[block.Key])];
        Review.NoteShown(_changes.Take(MostShown)
            .Where(block => _blocks.ContainsKey(block.Key) && block.Any(change => change.Username is not { } username || !Review.IsOwn(username)))
            .Select(block => _blocks[block.Key]));
    }

    private static string Some(string word, IReadOnlyList<string> blocks) =>
        $"{word}: {string.Join(", ", blocks.Take(MostShown))}{(blocks.Count > MostShown ? $" and {Counted.Of(blocks.Count - MostShown, "more block")}" : "")}";

    private string TextOf(LabelChange change) => $"{change.Username ?? "final label"} {NameOf(change.Was)} → {NameOf(change.Now)}";

    private string NameOf(int? label) => label is { } number ? $"{number} {VisibleName.Of(Review.Classes.NameOf(number))}" : "none";

    private Task ListAsync(IReadOnlyList<BlockId> blocks) => OnList.InvokeAsync(new ReviewFilter { Only = blocks.ToHashSet() });
}

using Microsoft.AspNetCore.Components;
using ProteomicsAnnotator.App.Annotating;
using ProteomicsAnnotator.Core.Merge;
using ProteomicsAnnotator.Core.Snapshots;

namespace ProteomicsAnnotator.App.Components.Dialogs;

/// <summary>Who decided what about one block, newest first. It opens at once; a slow share fills it later.</summary>
public sealed partial class HistoryDialog
{
    private BlockHistory? _history;
    private string? _fault;

    [Parameter]
    [EditorRequired]
    public required string Block { get; set; }

    [Parameter]
    [EditorRequired]
    public required Func<Task<BlockHistory>> Read { get; set; }

    [Parameter]
    [EditorRequired]
    public required Func<int, DateTimeOffset, string> NameOf { get; set; }

    protected override async Task OnInitializedAsync()
    {
        try
        {
            _history = await Read();
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            _fault = $"The decisions could not be read: {fault.Message}";
        }
    }

    private static bool HasEvidence(BlockHistory history) => history.Entries.Any(entry => entry.Evidence is not null);

    private static string What(HistoryEntry entry) =>
        MarkText.KindOf(entry) + (entry.IsUndo ? ", by undo" : "") + (entry.IsRedo ? ", by redo" : "") + (entry.IsImport ? ", from another program" : "") + (entry is { IsNotBlind: true, IsFinalLabel: false } ? ", not blind" : "");

    private string Decision(HistoryEntry entry) => (entry.IsMark, entry.Mark.SaysNothing) switch
    {
        (true, _) => MarkText.Of(entry.Mark),
        (false, false) => $"{Name(entry.Label, entry.At)}, {MarkText.Of(entry.Mark)}",
        _ => Name(entry.Label, entry.At),
    };

    /// <param name="at">When it was given; that of a label before is not known.</param>
    private string Name(int? label, DateTimeOffset at) => label is { } number ? $"{number} – {NameOf(number, at)}" : "no label";
}

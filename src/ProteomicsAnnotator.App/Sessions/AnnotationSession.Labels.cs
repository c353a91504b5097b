using System.Globalization;
using ProteomicsAnnotator.App.Sessions.Viewer;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Labels;

namespace ProteomicsAnnotator.App.Sessions;

/// <content>The label path: from the viewer's key to <see cref="UserLabels"/>.</content>
public sealed partial class AnnotationSession
{
    private LabelSnapshot? _countedLabels;
    private IReadOnlyList<Block>? _countedBlocks;

    /// <summary>All labels are on the share, and the next one will be.</summary>
    public bool IsSaved => ShownSaveState.Kind is SaveStateKind.Saved or SaveStateKind.Saving;

    /// <summary>Labels of this program that are on this machine only, the admin's final labels among them.</summary>
    public int PendingCount => _share.Undelivered;

    public IReadOnlyList<string> OtherHosts => _labels.OtherHosts;

    public string SaveText
    {
        get
        {
            SaveState state = ShownSaveState;
            return state switch
            {
                { Kind: SaveStateKind.NotSaved, Undelivered: > 0 } =>
                    $"NOT SAVED on the share: {state.Reason} ({state.Undelivered} label{(state.Undelivered == 1 ? "" : "s")} kept on this machine)",
                { Kind: SaveStateKind.NotSaved } => $"NOT SAVED: {state.Reason}",
                { Kind: SaveStateKind.ShareAway } => $"Share not available: {state.Reason} (new labels are kept on this machine)",
                { Kind: SaveStateKind.Saving } => "Saving…",
                { At: { } at } => "Saved " + at.ToLocalTime().ToString("HH:mm:ss", CultureInfo.InvariantCulture),
                _ => "Nothing to save",
            };
        }
    }

    /// <summary>
    /// Of one's own labels and, for admins, the final ones together: the worse of both, else the newer.
    /// </summary>
    private SaveState ShownSaveState
    {
        get
        {
            SaveState own = _labels.SaveState;
            return Review?.SaveState is not { } final ? own : (Severity(final) - Severity(own)) switch
            {
                > 0 => final,
                < 0 => own,
                _ => Nullable.Compare(own.At, final.At) < 0 ? final : own,
            };
        }
    }

    private static int Severity(SaveState state) => state.Kind switch
    {
        SaveStateKind.NotSaved => 3,
        SaveStateKind.ShareAway => 2,
        SaveStateKind.Saving => 1,
        _ => 0,
    };

    /// <summary>Of the painted block: the annotator's own label, or the final one while adjudicating.</summary>
    public int? PaintedLabel => Painted is { } block ? IsAdjudicating ? FinalLabelOf(block) : LabelOf(block) : null;

    public int? LabelOf(Block block) => _labels.Find(block.Key)?.Label;

    /// <summary>
    /// An annotator's own decisions; for admins everyone's, and those about the final label. Bounded. Where the
    /// adjudication hides the annotators' names, so does this.
    /// </summary>
    public async Task<BlockHistory> ReadHistoryAsync(Block block)
    {
        if (!IsAdmin)
        {
            return new BlockHistory(_labels.History(block.Key), []);
        }

        BlockHistory all = await _share.ReadHistoryAsync(block.Key, _closing.Token);
        return Review is { IsAdjudicating: true } review && !review.ShowsNamesOf(block.Id)
            ? all with { Entries = [.. all.Entries.Select(entry => entry.IsFinalLabel ? entry : entry with { By = "hidden", Host = "hidden" })] }
            : all;
    }

    /// <summary>
    /// Labels (or clears) the block that was painted when the key was pressed. Accepted only once it is on disk; what
    /// to show next comes along when the annotator goes on by itself.
    /// </summary>
    public async Task<LabelOutcome> LabelAsync(string root, string id, int? label, IReadOnlyList<SeenChannel> seen)
    {
        if (ReasonToRefuse(root, id, label, seen) is { } reason)
        {
            Say(reason, NoticeSeverity.Warning);
            return LabelOutcome.Refused;
        }

        TryFind(root, id, out Block? block);
        LabelOutcome outcome = GoesAlongQueue ? await DecideAsync(block!, label) : await SetOwnAsync(block!, label, seen);
        if (outcome.Accepted && label is not null)
        {
            _ = _fileChecks.AddAsync(new FileCheck(block!, seen, IsLabelled: true));
        }

        return outcome;
    }

    /// <summary>Takes back (or redoes) the user's last decision and goes to the block it concerned.</summary>
    public async Task<ShowRequest?> UndoAsync(bool redo)
    {
        if (BlockedReason is { } blocked)
        {
            Say(blocked, NoticeSeverity.Warning);
            return null;
        }

        UndoResult result = GoesAlongQueue ? await UndoDecisionAsync(redo) : redo
            ? await _labels.RedoAsync(CancellationToken.None)
            : await _labels.UndoAsync(CancellationToken.None);
        Say(UndoText.Of(result, redo, Classes), result.Outcome is UndoOutcome.Done or UndoOutcome.Nothing ? NoticeSeverity.Info : NoticeSeverity.Warning);
        if (result.Key is not { } key)
        {
            return null;
        }

        CountAnnotated(Root.Catalog.Current.Blocks);
        return GoTo(key);
    }

    private async Task<LabelOutcome> SetOwnAsync(Block block, int? label, IReadOnlyList<SeenChannel> seen)
    {
        LabelResult result = await _labels.SetAsync(block.Key, label, SeenFiles(seen), CancellationToken.None);
        if (!result.Accepted)
        {
            Say(result.Explain($"the label of {block.Id}", $"{block.Id} is NOT labelled"), NoticeSeverity.Error);
            return LabelOutcome.Refused;
        }

        CountAnnotated(Root.Catalog.Current.Blocks);
        return new LabelOutcome(true, label is null || !AutoAdvance || Current?.Id != block.Id ? null : Advance(block));
    }

    private ShowRequest? GoTo(LabelKey key)
    {
        Block? block = Root.Catalog.Current.Blocks.FirstOrDefault(candidate => candidate.Key == key);
        if (block is null)
        {
            Say($"{key.Block} belongs to {key.Root ?? _roots.Configured.Catalog.Root}, which is not open in this window.");
            return null;
        }

        Select(block);
        return Show();
    }

    private string? ReasonToRefuse(string root, string id, int? label, IReadOnlyList<SeenChannel> seen)
    {
        if (BlockedReason is { } blocked)
        {
            return blocked;
        }

        if (!TryFind(root, id, out _))
        {
            return $"{id} is not in the open folder any more. Nothing was labelled.";
        }

        if (label is { } number && Classes.Find(number) is null)
        {
            return $"There is no class {number}: the keys are 1 to {Classes.Count}.";
        }

        return seen.All(channel => channel.Failure is not null)
            ? $"No channel of {id} could be read, so it cannot be labelled."
            : null;
    }

    private ShowRequest? Advance(Block from)
    {
        Block? next = Walk.After(from.Id, SkipAnnotated).FirstOrDefault();
        if (next is null)
        {
            int left = Walk.Visible.Count(block => LabelOf(block) is null);
            Say(left == 0 ? "That was the last block: all are annotated." : $"That was the last block of the list; {left} before it are not annotated.");
            return null;
        }

        Select(next);
        return Show();
    }

    private void WarnOfChangedFiles(Block block, IReadOnlyList<SeenChannel> seen)
    {
        if (_labels.Find(block.Key) is not { Seen.Count: > 0 } entry)
        {
            return;
        }

        var then = entry.Seen.DistinctBy(file => file.File, StringComparer.Ordinal).ToDictionary(file => file.File, file => file.Version, StringComparer.Ordinal);
        string[] changed = [.. SeenFiles(seen)
            .Where(file => file.Version != SeenFile.Failed && then.TryGetValue(file.File, out string? version)
                && version != SeenFile.Failed && version != file.Version)
            .Select(file => file.File)];
        if (changed.Length > 0)
        {
            Say($"{block.Id} changed on disk after you labelled it ({string.Join(", ", changed)}). Check the label.", NoticeSeverity.Warning);
        }
    }

    private void CountAnnotated(IReadOnlyList<Block> blocks)
    {
        LabelSnapshot labels = _labels.Current;
        if (!ReferenceEquals(labels, _countedLabels) || !ReferenceEquals(blocks, _countedBlocks))
        {
            (_countedLabels, _countedBlocks) = (labels, blocks);
            AnnotatedCount = blocks.Count(block => labels.Find(block.Key) is not null);
        }
    }

    public string NameOf(int label) => Classes.NameOf(label);

    private static List<SeenFile> SeenFiles(IReadOnlyList<SeenChannel> seen) =>
        [.. seen.Select(channel => new SeenFile(channel.File, channel.Version ?? SeenFile.Failed))];
}

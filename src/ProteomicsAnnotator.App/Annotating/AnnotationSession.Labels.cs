using System.Globalization;
using ProteomicsAnnotator.App.Annotating.Viewer;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Labels;
using ProteomicsAnnotator.Core.Share;
using ProteomicsAnnotator.Core.Snapshots;

namespace ProteomicsAnnotator.App.Annotating;

/// <content>The label path: from the viewer's key to <see cref="UserLabels"/>.</content>
public sealed partial class AnnotationSession
{
    private LabelSnapshot? _countedLabels;
    private IReadOnlyList<Block>? _countedBlocks;

    /// <summary>All labels are on the share (or here, where it cannot confirm), and the next one will be.</summary>
    public bool IsSaved => ShownSaveState.Kind is SaveStateKind.Saved or SaveStateKind.Saving or SaveStateKind.SavedHere;

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
                { Kind: SaveStateKind.SavedHere } => "Saved here; this share cannot confirm",
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
        SaveStateKind.Saving or SaveStateKind.SavedHere => 1,
        _ => 0,
    };

    /// <summary>Of the painted block: the annotator's own label, or the final one while adjudicating.</summary>
    public int? PaintedLabel => Painted is { } block ? DecidedLabelOf(block) : null;

    private int? DecidedLabelOf(Block block) => Mode == DecisionMode.Final ? FinalLabelOf(block) : LabelOf(block);

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
    /// Labels (or clears) the block that was painted when the key was pressed, as the page meant it then. Accepted only
    /// once it is on disk; what to show next comes along when the annotator goes on by itself.
    /// </summary>
    public Task<LabelOutcome> LabelAsync(LabelPress press) => _presses.OnceAsync(press.Press, () => CarryOutAsync(press));

    /// <summary>Takes back (or redoes) the user's last decision and goes to the block it concerned.</summary>
    public Task<LabelOutcome> UndoAsync(UndoPress press) => _presses.OnceAsync(press.Press, () => CarryOutAsync(press));

    /// <summary>What came of keys whose answer the page has not got.</summary>
    public async Task<IReadOnlyList<PressOutcome>> OutcomesAsync(IReadOnlyList<int> presses)
    {
        var outcomes = new List<PressOutcome>();
        foreach (int press in presses)
        {
            outcomes.Add(await _presses.SettleAsync(press));
        }

        return outcomes;
    }

    private async Task<LabelOutcome> CarryOutAsync(LabelPress press)
    {
        if (ReasonToRefuse(press, out Block? block, out IReadOnlyList<SeenChannel>? seen) is { } reason)
        {
            return LabelOutcome.Refused(reason);
        }

        LabelOutcome outcome = GoesAlongQueue
            ? await DecideAsync(block!, press.Label)
            : await SetOwnAsync(block!, press.Label, seen!);
        if (outcome.Accepted && press.Label is not null)
        {
            _ = _fileChecks.AddAsync(new FileCheck(block!, seen!, IsLabelled: true));
        }

        return outcome with { Words = WordsOf(block!) };
    }

    private async Task<LabelOutcome> CarryOutAsync(UndoPress press)
    {
        if ((BlockedReason ?? ReasonOfMode(press.Mode)) is { } reason)
        {
            return LabelOutcome.Refused(reason);
        }

        bool redo = press.Redo;
        UndoResult result = GoesAlongQueue ? await UndoDecisionAsync(redo) : redo
            ? await _labels.RedoAsync(CancellationToken.None)
            : await _labels.UndoAsync(CancellationToken.None);
        Notify(UndoText.Of(result, redo, Classes), result.Outcome is UndoOutcome.Done or UndoOutcome.Nothing ? NoticeSeverity.Info : NoticeSeverity.Warning);
        CountAnnotated(Root.Catalog.Current.Blocks);
        return new LabelOutcome(result.Outcome == UndoOutcome.Done, result.Key is { } key ? GoTo(key) : null);
    }

    private async Task<LabelOutcome> SetOwnAsync(Block block, int? label, IReadOnlyList<SeenChannel> seen)
    {
        LabelResult result = await _labels.SetAsync(block.Key, label, SeenFiles(seen), CancellationToken.None);
        if (!result.Accepted)
        {
            string sentence = result.Explain($"the label of {block.Id}", $"{block.Id} is NOT labelled");
            Notify(sentence, NoticeSeverity.Error);
            return LabelOutcome.Refused(result.Reason ?? "it could be kept nowhere") with { Sentence = sentence };
        }

        CountAnnotated(Root.Catalog.Current.Blocks);
        if (label is null || !AutoAdvance || Current?.Id != block.Id)
        {
            return new LabelOutcome(true, null);
        }

        ShowRequest? next = Advance(block);
        return new LabelOutcome(true, next) { IsAtEnd = next is null };
    }

    private ShowRequest? GoTo(LabelKey key)
    {
        Block? block = Root.Catalog.Current.Blocks.FirstOrDefault(candidate => candidate.Key == key);
        if (block is null)
        {
            Notify($"{key.Block} belongs to {key.Root ?? _roots.Configured.Catalog.Root}, which is not open in this window.");
            return null;
        }

        Select(block);
        return Show();
    }

    private string? ReasonToRefuse(LabelPress press, out Block? block, out IReadOnlyList<SeenChannel>? seen)
    {
        (block, seen) = (null, null);
        if ((BlockedReason ?? ReasonOfMode(press.Mode)) is { } reason)
        {
            return reason;
        }

        if (!TryFind(press.Root, press.Id, out block))
        {
            return "it is not in the open folder any more";
        }

        if (press.Label is { } number && Classes.Find(number) is null)
        {
            return $"there is no class {number}, the keys are 1 to {Classes.Count}";
        }

        // Moves of the page itself reach the program in order; this one came from the program, and the page did not know.
        if (Current is { } current && current.Key != block.Key && press.Navigation >= _navigation)
        {
            return $"{current.Id} was asked for meanwhile";
        }

        if (!_reports.TryFind(press, out seen))
        {
            return "the program does not know what was on screen";
        }

        if (seen.All(channel => channel.Failure is not null))
        {
            return "none of its channels could be read";
        }

        return press.Label is null && DecidedLabelOf(block) is null ? "it has no label" : null;
    }

    /// <summary>The key meant something else than it would do now.</summary>
    private string? ReasonOfMode(DecisionMode mode) => mode == Mode ? null : mode == DecisionMode.Final
        ? "the page showed FINAL LABEL, but the adjudication has ended"
        : "an adjudication has begun: keys set final labels now";

    private ShowRequest? Advance(Block from)
    {
        Block? next = Walk.After(from.Id, SkipAnnotated).FirstOrDefault();
        if (next is null)
        {
            int left = Walk.Visible.Count(block => LabelOf(block) is null);
            Notify(left == 0 ? "That was the last block: all are annotated." : $"That was the last block of the list; {left} before it are not annotated.");
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
            Notify($"{block.Id} changed on disk after you labelled it ({string.Join(", ", changed)}). Check the label.", NoticeSeverity.Warning);
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

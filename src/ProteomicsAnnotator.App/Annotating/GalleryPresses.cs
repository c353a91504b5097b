using System.Diagnostics.CodeAnalysis;
using ProteomicsAnnotator.App.Annotating.Viewer;
using ProteomicsAnnotator.App.Notices;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Journals;
using ProteomicsAnnotator.Core.Labels;
using ProteomicsAnnotator.Core.Merge;
using ProteomicsAnnotator.Core.Owners;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.App.Annotating;

/// <summary>The gallery's labels: one label, one flag, or one reason why they cannot be judged, on many blocks, as their thumbnails show them.</summary>
public sealed class GalleryPresses
{
    /// <summary>More would keep the share busy for longer than a person waits.</summary>
    private const int MostBlocks = 2000;

    private readonly AnnotationSession _session;
    private readonly UserLabels _labels;
    private readonly PageEvidence _evidence;
    private readonly PressLedger _ledger;
    private Shown? _shown;
    private int _version;

    internal GalleryPresses(AnnotationSession session, UserLabels labels, PageEvidence evidence, PressLedger ledger)
    {
        _session = session;
        _labels = labels;
        _evidence = evidence;
        _ledger = ledger;
    }

    /// <summary>What the gallery shows: the blocks that pass the filter.</summary>
    /// <param name="known">The version that the page has; 0: none.</param>
    /// <returns>Null: the page has it.</returns>
    public GalleryRows? Rows(int known)
    {
        PagePlace place = _session.Place;
        Block[] blocks = [.. place.Sequence.Visible.Where(block => !place.IsFilteredOut(block))];
        var shown = new Shown(place.Root.Id, blocks, _labels.Current, RefusalNow, EmptyText);
        bool isSame = shown.IsSameAs(_shown);
        _shown = shown;
        _version += isSame ? 0 : 1;
        return isSame && known == _version ? null : RowsOf(blocks);
    }

    private GalleryRows RowsOf(Block[] blocks)
    {
        PagePlace place = _session.Place;
        LabelEntry?[] entries = [.. blocks.Select(block => _labels.Find(block.Key))];
        return new GalleryRows(
            place.Root.Id,
            [.. blocks.Select(block => block.Id.Value)],
            [.. entries.Select(entry => entry?.Label ?? 0)],
            [.. entries.Select(entry => entry is { } labelled ? LabelTime.Known(labelled.AnnotatedAt)?.ToUnixTimeSeconds() ?? 0 : 0)],
            [.. blocks.Select(block => _labels.MarkOf(block.Key)).Select(mark => (mark.IsUnsure ? 1 : 0) + (mark.Note is null ? 0 : 2) + (mark.Unusable is null ? 0 : 4))])
        {
            Version = _version,
            Refusal = RefusalNow,
            EmptyText = blocks.Length == 0 ? EmptyText : "",
        };
    }

    /// <summary>All blocks or none. Accepted once the labels are on disk.</summary>
    public Task<LabelOutcome> LabelAsync(GalleryPress press) => _ledger.OnceAsync(press.Press, () => CarryOutAsync(press));

    private string EmptyText => _session.Place.Filter.IsActive ? "No block passes the filter. All, above, shows them again." : _session.Place.EmptyText;

    private string? RefusalNow => _session.Owner.BlockedReason
        ?? (_session.Mode != DecisionMode.Own ? $"{DecisionModeText.DoingIn(_session.Mode)}: Esc in the picture leaves the adjudication" : null);

    private async Task<LabelOutcome> CarryOutAsync(GalleryPress press)
    {
        if (!TryAccept(press, out List<Block>? blocks, out string? reason))
        {
            return LabelOutcome.Refused(reason);
        }

        LabelSnapshot before = _labels.Current;
        if (press.Mark is null && await RefusalOfFilesAsync(press, blocks) is { } refusal)
        {
            return refusal;
        }

        Dictionary<LabelKey, BlockPoint?> points = blocks.ToDictionary(block => block.Key, block => block.Point);
        LabelResult result = press.Mark is { } mark
            ? await _labels.MarkManyAsync([.. points.Keys], mark, CancellationToken.None, points.GetValueOrDefault, _ledger.TicketOf(press.Press))
            : await _labels.SetManyAsync(
                [.. blocks.Zip(press.Blocks, (block, shown) => (block.Key, (IReadOnlyList<SeenFile>)SeenFileChecks.Of(shown.Seen)))], press.Label, _evidence.IsOn, CancellationToken.None,
                points.GetValueOrDefault, () => RefusalNow ?? WhyNotOver(DecidedSince(before, blocks)), _ledger.TicketOf(press.Press));
        if (result.Accepted && press.Label is not null && NotBlindText.Of(_labels, [.. blocks.Select(block => block.Key)]) is { } notBlind)
        {
            _session.Notices.Notify(notBlind);
        }

        return result.Accepted ? new LabelOutcome(true, null) { Sentence = Done(press, blocks.Count) }
            : Refused(press, blocks, result) with { Changed = [.. result.Place == LabelPlace.Refused ? DecidedSince(before, blocks).Select(block => block.Id.Value) : []] };
    }

    /// <summary>A later key of the same person on one of these blocks is not written over.</summary>
    private List<Block> DecidedSince(LabelSnapshot before, List<Block> blocks)
    {
        LabelSnapshot now = _labels.Current;
        return blocks.FindAll(block => before.Find(block.Key) != now.Find(block.Key) || before.MarkOf(block.Key) != now.MarkOf(block.Key));
    }

    private static string? WhyNotOver(List<Block> decided) => decided switch
    {
        [] => null,
        [var one] => $"{one.Id} was decided meanwhile",
        [var one, ..] => $"{one.Id} and {Counted.Of(decided.Count - 1, "other block")} were decided meanwhile",
    };

    private LabelOutcome Refused(GalleryPress press, List<Block> blocks, LabelResult result)
    {
        string what = press.Unusable is not null ? "reasons" : press.Unsure is null ? "labels" : "flags";
        string sentence = result.Explain($"the {what} of {Counted.Of(blocks.Count, "block")}", $"{Counted.Of(blocks.Count, "block")}: the {what} are NOT changed");
        _session.Notices.Notify(sentence, NoticeSeverity.Error);
        LabelOutcome refused = LabelOutcome.Refused(result.Reason ?? "they could be kept nowhere") with { Sentence = sentence };
        return result.Place != LabelPlace.Unknown ? refused : refused with
        {
            IsUnknown = true,
            Later = () => result.IsStored() is null ? null : WhatStands(press, blocks),
        };
    }

    /// <summary>A disk failed in the middle: the lines that stand count.</summary>
    private LabelOutcome WhatStands(GalleryPress press, List<Block> blocks)
    {
        int stored = blocks.Count(block => press switch
        {
            { Unusable: not null } => _labels.MarkOf(block.Key).Unusable == press.Mark?.Unusable,
            { Unsure: { } unsure } => _labels.MarkOf(block.Key).IsUnsure == unsure,
            _ => _labels.Find(block.Key)?.Label == press.Label,
        });
        string words = $"{stored:N0} of {Counted.Of(blocks.Count, "block")} have it, the others do not.";
        return stored == blocks.Count ? new LabelOutcome(true, null) { Sentence = Done(press, stored) }
            : LabelOutcome.Refused("a disk failed in the middle") with { Sentence = words };
    }

    private string Done(GalleryPress press, int count)
    {
        string what = press.Blocks.Count == 1 ? VisibleName.Of(press.Blocks[0].Id) : Counted.Of(count, "block");
        return press switch
        {
            { Mark.Unusable: { } why } => $"{what} cannot be judged: {MarkText.Cut(why)}",
            { Unsure: true } => $"{what} flagged as unsure",
            { Unsure: false } => $"{what}: the flag is taken back",
            { Label: { } label } => $"{what}: {label} – {_session.Classes.NameOf(label)}",
            _ => $"{what}: the label is cleared",
        };
    }

    private bool TryAccept(GalleryPress press, [NotNullWhen(true)] out List<Block>? blocks, [NotNullWhen(false)] out string? reason)
    {
        List<Block> found = [];
        string? gone = null;
        foreach (GalleryBlock shown in press.Blocks)
        {
            if (_session.Place.TryFind(press.Root, shown.Id, out Block? block))
            {
                found.Add(block);
            }
            else
            {
                gone ??= shown.Id;
            }
        }

        reason = RefusalNow ?? _session.Owner.WhyTooFast() ?? press switch
        {
            _ when gone is not null => $"{gone} is not in the open folder any more",
            { Blocks.Count: 0 } => "no block is selected",
            { Blocks.Count: > MostBlocks } => $"{Counted.Of(press.Blocks.Count, "block", "is", "are")} selected; at most {MostBlocks:N0} are labelled at once",
            _ when found.DistinctBy(block => block.Id).Count() < found.Count => "the page named a block twice",
            { Label: { } label } when _session.Classes.Find(label) is null => $"there is no class {label}, the keys are 1 to {_session.Classes.Count}",
            { Label: not null, Mark: not null } or { Unsure: not null, Unusable: not null } => "the page did not say what it is",
            { Mark.Unusable: "" } => "it needs a reason, as in: out of focus",
            { Unusable: { } why } when NoteText.WhyNot(why) is { } fault => $"the reason {fault}",
            { Label: null, Mark: null } when found.TrueForAll(block => _labels.Find(block.Key) is null) => found.Count == 1 ? "it has no label" : "none of them has a label",
            _ => null,
        };
        blocks = reason is null ? found : null;
        return blocks is not null;
    }

    /// <summary>A thumbnail that is older than its file says nothing of the block. Null: all are as they were.</summary>
    private async Task<LabelOutcome?> RefusalOfFilesAsync(GalleryPress press, List<Block> blocks)
    {
        string?[] reasons = new string?[blocks.Count];
        await Parallel.ForAsync(0, blocks.Count, async (i, cancellationToken) =>
            reasons[i] = await ReasonOfFilesAsync(press.Blocks[i], blocks[i], cancellationToken));
        string[] changed = [.. blocks.Where((_, i) => reasons[i] is not null).Select(block => block.Id.Value)];
        return changed.Length == 0 ? null : LabelOutcome.Refused(changed.Length == 1
            ? reasons.First(reason => reason is not null)!
            : $"{reasons.First(reason => reason is not null)}, and {Counted.Of(changed.Length - 1, "other block")} too") with
        {
            Changed = changed,
        };
    }

    private async Task<string?> ReasonOfFilesAsync(GalleryBlock shown, Block listed, CancellationToken cancellationToken)
    {
        if (!shown.Seen.Any(channel => channel.Failure is null))
        {
            return $"{listed.Id}: none of its channels could be read; X says why it cannot be judged";
        }

        try
        {
            // The list may not have looked into its folder yet.
            Block? block = listed.IsRead ? listed : await _session.Place.Root.Catalog.FindAsync(listed.Id, cancellationToken);
            string[] files = [.. block?.Channels.Select(file => file.FileName) ?? []];
            string[] seen = [.. shown.Seen.Select(channel => channel.File)];
            (List<string> changed, List<string> gone) = block is null ? ([], []) : SeenFileChecks.ChangesOf(block, shown.Seen);
            return changed.Concat(gone).Concat(files.Except(seen, StringComparer.Ordinal)).Concat(seen.Except(files, StringComparer.Ordinal)).FirstOrDefault() is { } file
                ? $"{file} of {listed.Id} has changed since its thumbnail was made"
                : null;
        }
        catch (Exception fault) when (fault is StorageException || StorageFault.IsFileError(fault))
        {
            return $"the files of {listed.Id} cannot be looked at: {fault.Message}";
        }
    }

    /// <summary>What the rows are made of.</summary>
    private sealed record Shown(string Root, Block[] Blocks, LabelSnapshot Labels, string? Refusal, string EmptyText)
    {
        public bool IsSameAs(Shown? other) => other is not null && Root == other.Root && Refusal == other.Refusal && EmptyText == other.EmptyText
            && ReferenceEquals(Labels, other.Labels) && Blocks.Select(block => block.Id).SequenceEqual(other.Blocks.Select(block => block.Id));
    }
}

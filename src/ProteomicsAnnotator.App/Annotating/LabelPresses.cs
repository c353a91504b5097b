using System.Diagnostics.CodeAnalysis;
using ProteomicsAnnotator.App.Annotating.Calibrating;
using ProteomicsAnnotator.App.Annotating.SelfChecks;
using ProteomicsAnnotator.App.Annotating.Viewer;
using ProteomicsAnnotator.App.Notices;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Database;
using ProteomicsAnnotator.Core.Journals;
using ProteomicsAnnotator.Core.Labels;
using ProteomicsAnnotator.Core.Merge;
using ProteomicsAnnotator.Core.Owners;

namespace ProteomicsAnnotator.App.Annotating;

/// <summary>The label path: from a key of the page to the annotator's own label or, while adjudicating, the final one.</summary>
public sealed class LabelPresses
{
    private readonly AnnotationSession _session;
    private readonly UserLabels _labels;
    private readonly PageEvidence _evidence;
    private readonly BlockRoute _route;
    private readonly ShowRequests _requests;
    private readonly SeenFileChecks _files;
    private readonly PressLedger _ledger;
    private readonly PaintedReports _reports = new();

    internal LabelPresses(AnnotationSession session, UserLabels labels, PageEvidence evidence, BlockRoute route, ShowRequests requests, PressLedger ledger)
    {
        _ledger = ledger;
        _session = session;
        _labels = labels;
        _evidence = evidence;
        _route = route;
        _requests = requests;
        _files = session.Files;
    }

    /// <summary>A key may name this report as what was on screen when it was pressed.</summary>
    public void OnPainted(PaintedReport report) => _reports.Add(report);

    /// <summary>
    /// Labels (or clears) the block that was painted when the key was pressed, as the page meant it then. Accepts it once it
    /// is on disk. With auto-advance, the answer says what to show next.
    /// </summary>
    public Task<LabelOutcome> LabelAsync(LabelPress press) => _ledger.OnceAsync(press.Press, () => CarryOutAsync(press), StandsOf(press));

    /// <summary>What came of a key whose answer did not reach the page.</summary>
    public Task<PressOutcome> SettleAsync(int press) => _ledger.SettleAsync(press);

    /// <summary>Whether the own label or mark of a press is there now, and was not before; null: it decides something else.</summary>
    private Func<bool>? StandsOf(LabelPress press)
    {
        if (press.Mode != DecisionMode.Own || !_session.Place.TryFindShown(press.Root, press.Id, out Block? block) || block.IsBlind)
        {
            return null;
        }

        LabelSnapshot before = _labels.Current;
        return press.Mark is { } mark
            ? () => mark.Change.Holds(_labels.MarkOf(block.Key)) && !mark.Change.Holds(before.MarkOf(block.Key))
            : () => _labels.Find(block.Key) is var now && now != before.Find(block.Key) && now?.Label == press.Label;
    }

    private async Task<LabelOutcome> CarryOutAsync(LabelPress press)
    {
        if (!TryAccept(press, out Block? block, out IReadOnlyList<SeenChannel>? seen, out string? reason))
        {
            return LabelOutcome.Refused(reason);
        }

        LabelOutcome outcome = block.IsBlind ? await AnswerAsync(block, press)
            : press.Mark is { } mark ? await MarkAsync(block, mark.Change, press.Press)
            : _session.Mode != DecisionMode.Own ? await DecideAsync(block, press.Label, _ledger.TicketOf(press.Press))
            : await SetOwnAsync(block, press, seen);
        if (outcome.Accepted && press.Label is not null && !block.IsBlind)
        {
            _files.OnLabelled(block, seen);
        }

        return outcome with { Words = _requests.WordsOf(block) };
    }

    private async Task<LabelOutcome> SetOwnAsync(Block block, LabelPress press, IReadOnlyList<SeenChannel> seen)
    {
        if (_session.Labels.Of(block) is not null && Calibrated(block) is { First: not null })
        {
            return LabelOutcome.Refused($"its answer is shown, and only the first one counts. {_session.Settings.Keys.InForce.HintOf("nextBlock")} goes to the next block");
        }

        MeasuredPress measured = _evidence.Of(press);
        LabelResult result = await _labels.SetAsync(block.Key, press.Label, default, SeenFileChecks.Of(seen), measured.Evidence, CancellationToken.None, block.Point, _ledger.TicketOf(press.Press));
        if (!result.Accepted)
        {
            return Refused(block, result, result.Explain($"the label of {block.Id}", $"{block.Id} is NOT labelled"), () => _evidence.Keep(measured));
        }

        _evidence.Keep(measured);
        if (press.Label is not null && Calibrated(block) is { } calibrated)
        {
            // Auto-advance would take the answer away unseen.
            return new LabelOutcome(true, null) { Sentence = $"{block.Id.Shown}: {PageCalibration.VerdictOf(calibrated, _session.Classes)}" };
        }

        if (press.Label is not null && _session.Place.Queue.OutsideText(block) is { } outside)
        {
            _session.Notices.Notify(outside);
        }

        if (press.Label is not null && NotBlindText.Of(_labels, [block.Key]) is { } notBlind)
        {
            _session.Notices.Notify(notBlind);
        }

        return AfterOwn(block, press.Label is not null);
    }

    private CalibrationBlock? Calibrated(Block block) => _session.Place.Queue.Calibration.Of(block, _session.Place.ConfiguredBlocks);

    /// <summary>Of a block of the self-check.</summary>
    private async Task<LabelOutcome> AnswerAsync(Block block, LabelPress press)
    {
        LabelOutcome outcome = await _session.Viewer.SelfCheck.AnswerAsync(block, press.Label, _ledger.TicketOf(press.Press));
        return outcome.Accepted ? AfterOwn(block, press.Label is not null) : outcome;
    }

    private LabelOutcome AfterOwn(Block block, bool isDone)
    {
        if (!isDone || !_session.Settings.AutoAdvance || _session.Place.Current?.Id != block.Id)
        {
            return new LabelOutcome(true, null);
        }

        ShowRequest? next = Advance(block);
        return new LabelOutcome(true, next) { IsAtEnd = next is null };
    }

    /// <summary>Of a block beside its label. One that cannot be judged is done, as one with a label is; all else leads to no other block.</summary>
    private async Task<LabelOutcome> MarkAsync(Block block, MarkChange mark, int press)
    {
        LabelResult result = await _labels.MarkAsync(block.Key, mark, CancellationToken.None, block.Point, _ledger.TicketOf(press));
        string what = mark.Unusable is not null ? "\"cannot be judged\"" : mark.Unsure is null ? "note" : "flag";
        return !result.Accepted ? Refused(block, result, result.Explain($"the {what} of {block.Id}", $"The {what} of {block.Id} is NOT changed"))
            : mark.Unusable is { Length: > 0 } ? AfterOwn(block, isDone: true)
            : new LabelOutcome(true, null);
    }

    /// <summary>The final label or, where another admin decides it, a second opinion.</summary>
    private async Task<LabelOutcome> DecideAsync(Block block, int? label, DecisionTicket ticket)
    {
        if (block.Key.Root is not null)
        {
            return LabelOutcome.Refused("it is not in the configured data folder and has no final label");
        }

        DecisionMode mode = _session.Mode;
        LabelResult result = await _session.Admin.DecideAsync(block, label, ticket);
        if (!result.Accepted)
        {
            return Refused(
                block,
                result,
                mode == DecisionMode.Second
                    ? result.Explain($"the second opinion on {block.Id}", $"The second opinion on {block.Id} is NOT kept")
                    : result.Explain($"the final label of {block.Id}", $"The final label of {block.Id} is NOT set"),
                () =>
                {
                    // The queue of another mode is not decided by it.
                    if (_session.Mode == mode)
                    {
                        _session.Admin.NoteStored(block, label);
                    }
                });
        }

        if (label is null || _session.Admin.Queue is not { } queue)
        {
            return new LabelOutcome(true, null);
        }

        if (queue.IsQueueDone)
        {
            _session.Notices.Notify("Every block of the queue is decided. Esc leaves.");
        }

        bool stays = queue.Current == block.Id;
        return new LabelOutcome(true, stays ? null : _session.Viewer.GoToAdjudicated())
        {
            IsAtEnd = stays && !queue.IsFromTable,
            Sentence = mode == DecisionMode.Final && _session.Admin.IsFinalWithoutVote(block)
                ? $"{block.Id}: {label} – {_session.Classes.NameOf(label.Value)}. {AdminReview.NobodyVotedForIt}: Ctrl+Z takes it back"
                : null,
        };
    }

    /// <param name="block">Whose decision it is.</param>
    /// <param name="result">Refused, or not known.</param>
    /// <param name="sentence">What the page says.</param>
    /// <param name="onStored">It turns out later to be stored.</param>
    private LabelOutcome Refused(Block block, LabelResult result, string sentence, Action? onStored = null)
    {
        _session.Notices.Notify(sentence, NoticeSeverity.Error);
        LabelOutcome refused = LabelOutcome.Refused(result.Reason ?? "it could be kept nowhere") with { Sentence = sentence };
        return result.Place != LabelPlace.Unknown ? refused : refused with
        {
            IsUnknown = true,
            Later = () => result.IsStored() switch
            {
                true => Stored(block, onStored),
                false => LabelOutcome.Refused(result.WhyNotStored()) with { Words = _requests.WordsOf(block) },
                null => null,
            },
        };
    }

    private LabelOutcome Stored(Block block, Action? onStored)
    {
        onStored?.Invoke();
        return new LabelOutcome(true, null) { Words = _requests.WordsOf(block) };
    }

    private ShowRequest? Advance(Block from)
    {
        Block? next = _route.After(from);
        if (_route.EndOfDataSet(from, _route.AfterInList(from)) is { } words)
        {
            _session.Notices.Notify(words);
        }

        if (next is null && from.IsBlind)
        {
            return null;
        }

        if (next is null)
        {
            int left = _session.Place.Sequence.Visible.Count(block => !_session.Labels.IsDone(block));
            _session.Notices.Notify(left == 0
                ? _session.Place is { IsConfigured: true, Queue: { IsShown: true } queue } ? queue.DoneText : "That was the last block: all are annotated."
                : $"That was the last block of the list; {left} before it are not annotated.");
            return null;
        }

        _route.GoTo(next);
        return _requests.Current();
    }

    /// <summary>False when the key cannot count; the outcome says why.</summary>
    private bool TryAccept(
        LabelPress press,
        [NotNullWhen(true)] out Block? block,
        [NotNullWhen(true)] out IReadOnlyList<SeenChannel>? seen,
        [NotNullWhen(false)] out string? reason)
    {
        (block, seen) = (null, null);
        reason = _session.Owner.BlockedReason ?? _session.Owner.WhyTooFast() ?? DecisionModeText.WhyNot(press.Mode, _session.Mode, _session.Owner.IsAdmin);
        if (reason is null && !_session.Place.TryFindShown(press.Root, press.Id, out block))
        {
            reason = BlockId.TryParse(press.Id, out BlockId id) && SelfCheckId.Is(id)
                ? "the self-check that it was of is over"
                : "it is not in the open folder any more";
        }

        if (reason is null && press.Label is { } number && _session.Classes.Find(number) is null)
        {
            reason = $"there is no class {number}, the keys are 1 to {_session.Classes.Count}";
        }

        reason ??= press.WhyNotMarked;
        reason ??= press.Mark is not null && block!.IsBlind ? "a block without its name takes no flag and no note" : null;
        reason ??= press.Mode != DecisionMode.Own && block!.IsBlind ? "a block without its name takes no final label and no second opinion" : null;
        reason ??= ReasonOfScreen(press, block!, out seen);
        return reason is null;
    }

    private string? ReasonOfScreen(LabelPress press, Block block, out IReadOnlyList<SeenChannel>? seen)
    {
        seen = null;

        // The page's own moves arrive in order; this move came from the program, and the page did not know it yet.
        if (_session.Place.Current is { } current && current.Key != block.Key && press.Navigation >= _session.Place.Navigation)
        {
            return $"{(current.IsBlind ? "another block" : current.Id.Value)} was asked for meanwhile";
        }

        if (!_reports.TryFind(press, out seen))
        {
            return "the program does not know what was on screen";
        }

        // What cannot be read can still be flagged, and cannot be judged.
        if (press.Mark is not null)
        {
            return null;
        }

        if (seen.All(channel => channel.Failure is not null))
        {
            return "none of its channels could be read; X says why it cannot be judged";
        }

        return press.Label is null && _requests.DecidedLabelOf(block) is null ? block.IsBlind ? "it has no answer yet" : "it has no label" : null;
    }
}

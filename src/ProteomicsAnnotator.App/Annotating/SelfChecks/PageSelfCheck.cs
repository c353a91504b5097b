using ProteomicsAnnotator.App.Annotating.Viewer;
using ProteomicsAnnotator.App.Notices;
using ProteomicsAnnotator.Core.Agreement;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Database;
using ProteomicsAnnotator.Core.Labels;
using ProteomicsAnnotator.Core.Merge;
using ProteomicsAnnotator.Core.Owners;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.App.Annotating.SelfChecks;

/// <summary>One page's self-check: begins and stops it, keeps its answers, and says what came of it.</summary>
public sealed class PageSelfCheck
{
    public const int UsualCount = 20;
    private const string Stopped = "the self-check that it was of is over";

    private readonly AnnotationSession _session;
    private readonly UserLabels _labels;
    private readonly BlockRoute _route;

    internal PageSelfCheck(AnnotationSession session, UserLabels labels, BlockRoute route)
    {
        _session = session;
        _labels = labels;
        _route = route;
    }

    /// <summary>The one that was begun last; null: none in this run of the program.</summary>
    public SelfCheck? Check => _session.Place.Repeats.Check;

    /// <summary>How many blocks one could have: labelled, in the campaign's folder, with files.</summary>
    public int Available => Candidates().Count;

    /// <summary>Every answer that stands, but those of a self-check that is still under way.</summary>
    public RepeatFigures Figures => FiguresOf(_labels, Check, _session.Place.Repeats.IsPlanned);

    /// <summary>The same of the one that was begun last alone.</summary>
    public RepeatFigures FiguresOfCheck => Check is { AnsweredBlocks: var answered }
        ? RepeatFigures.Of([.. _labels.Repeats.Where(repeat => repeat.Key.Root is null && answered.Contains(repeat.Key.Block))])
        : RepeatFigures.Of([]);

    /// <param name="labels">Whose.</param>
    /// <param name="check">The one that was begun last.</param>
    /// <param name="isPlanned">A repeat of the plan: its annotator is not told of it.</param>
    public static RepeatFigures FiguresOf(UserLabels labels, SelfCheck? check, Func<BlockId, bool> isPlanned) =>
        RepeatFigures.Of([.. labels.Repeats.Where(repeat => repeat.Key.Root is null && !isPlanned(repeat.Key.Block) && !(check is { IsUnderWay: true } && check.Has(repeat.Key.Block)))]);

    /// <returns>Why it does not begin, in words; null: it has begun.</returns>
    public string? Begin(int count)
    {
        List<(BlockId Block, int Label)> candidates = Candidates();
        string? reason = _session.Owner.BlockedReason
            ?? (_session.Mode != DecisionMode.Own ? "You are adjudicating. Esc leaves the adjudication; a self-check is of your own labels." : null)
            ?? (!_session.Place.IsConfigured ? "A self-check has blocks of the campaign's data folder. Open that folder first." : null)
            ?? (Check is { IsUnderWay: true } ? "A self-check is under way. Stop it before you begin another one." : null)
            ?? (candidates.Count == 0 ? "None of the blocks here has a label of yours yet. Label some first." : null)
            ?? (count < 1 ? "A self-check needs at least one block." : null)
            ?? (count > candidates.Count ? $"You have {Counted.Of(candidates.Count, "labelled block")} with files, so a self-check has at most {candidates.Count}." : null);
        if (reason is null)
        {
            _ = _session.Place.Repeats.Begin(SelfCheckDraw.Draw(candidates, count, new Random()));
            _session.Notices.Notify($"The self-check has begun: {Counted.Of(count, "block")} of your own come without their names among the next ones.");
        }

        return reason;
    }

    /// <summary>Ends it. A block of it that is on screen gives way to the queue's.</summary>
    public void Stop()
    {
        if (Check is { IsUnderWay: true } check)
        {
            check.Stop();
            _session.Notices.Notify($"The self-check is stopped: {check.Answered} of {check.Total} answered. My figures has the result.");
        }

        if (_session.Place.Current is { IsBlind: true } current && (_route.AfterInList(current) ?? _session.Place.Standing) is { } block)
        {
            _route.GoTo(block);
        }
    }

    /// <summary>One of its blocks is on screen: if none of its channels can be read, it is left out.</summary>
    public void OnPainted(Block block, IReadOnlyList<SeenChannel> seen)
    {
        if (seen.All(channel => channel.Failure is not null) && _session.Place.Repeats.CheckOf(block.Id)?.LeaveOut(block.Id) == true)
        {
            _session.Notices.Notify("This block cannot be read, so it is left out.", NoticeSeverity.Warning);
        }
    }

    /// <summary>A key that was carried out has answered the last of its blocks; true once.</summary>
    public bool IsEndedBy(LabelPress press)
    {
        bool isEnd = BlockId.TryParse(press.Id, out BlockId id) && SelfCheckId.Is(id) && _session.Place.Repeats.TakeEnd();
        HasNews |= isEnd;
        return isEnd;
    }

    /// <summary>It is done, and nobody has looked at its result here.</summary>
    public bool HasNews { get; set; }

    /// <summary>Keeps an answer, or with null takes it back. No words of it name the block.</summary>
    public async Task<LabelOutcome> AnswerAsync(Block block, int? label, DecisionTicket ticket)
    {
        if (_session.Place.Repeats.CheckOf(block.Id) is not { IsStopped: false } check || check.BlockOf(block.Id) is not { } id)
        {
            return LabelOutcome.Refused(Stopped);
        }

        LabelResult result = await _labels.RepeatAsync(new LabelKey(null, id), label, CancellationToken.None, ticket);
        if (result.Accepted)
        {
            check.Answer(block.Id, label);
            return new LabelOutcome(true, null);
        }

        string sentence = result.Explain("this answer", "This answer is NOT kept");
        _session.Notices.Notify(sentence, NoticeSeverity.Error);
        LabelOutcome refused = LabelOutcome.Refused(result.Reason ?? "it could be kept nowhere") with { Sentence = sentence };
        return result.Place != LabelPlace.Unknown ? refused : refused with { IsUnknown = true, Later = () => Settled(check, block.Id, label, result) };
    }

    /// <summary>An answer was taken back, or given again: its block is shown once more, without its name.</summary>
    /// <returns>False: it is of no self-check that is still there, so nothing is shown.</returns>
    internal bool TryGoBack(UndoResult result, bool redo)
    {
        if (result is not { Outcome: UndoOutcome.Done, Key: { Root: null } key } || _session.Place.Repeats.CheckHaving(key.Block) is not { IsStopped: false } check || check.AliasOf(key.Block) is not { } alias)
        {
            return false;
        }

        if (redo)
        {
            check.Answer(alias, _labels.Repeats.FirstOrDefault(repeat => repeat.Key == key)?.Second);
        }
        else
        {
            check.Undo(alias);
        }

        if (_session.Mode != DecisionMode.Own || !_session.Place.IsConfigured || _session.Place.Repeats.Find(alias) is not { } block)
        {
            return false;
        }

        _route.GoTo(block);
        return true;
    }

    private static LabelOutcome? Settled(SelfCheck check, BlockId alias, int? label, LabelResult result)
    {
        switch (result.IsStored())
        {
            case true:
                check.Answer(alias, label);
                return new LabelOutcome(true, null);
            case false:
                return LabelOutcome.Refused(result.WhyNotStored());
            default:
                return null;
        }
    }

    /// <summary>Without the examples of the guide, which would stand beside themselves with their names, and the calibration round, whose answers were told.</summary>
    private List<(BlockId Block, int Label)> Candidates()
    {
        LabelSnapshot labels = _labels.Current;
        HashSet<BlockId> examples = [.. _session.Classes.Items.SelectMany(item => item.Examples)];
        return
        [
            .. _session.Place.ConfiguredBlocks
                .Where(block => (!block.IsRead || block.Channels.Count > 0) && !examples.Contains(block.Id) && !_session.Place.Queue.Calibration.Has(block) && !_session.Place.Repeats.IsPlanned(block.Id))
                .Select(block => (block.Id, labels.Find(block.Key)?.Label))
                .Where(item => item.Label is not null)
                .Select(item => (item.Id, item.Label!.Value)),
        ];
    }
}

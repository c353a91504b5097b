using System.Collections.Frozen;
using System.Globalization;
using ProteomicsAnnotator.App.Annotating.Calibrating;
using ProteomicsAnnotator.App.Annotating.SelfChecks;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Decisions;
using ProteomicsAnnotator.Core.Labels;
using ProteomicsAnnotator.Core.Planning;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.App.Annotating.Queues;

/// <summary>
/// The annotator's queue of the plan, behind the blocks of the calibration round, as the list of one page shows it: alone and in its
/// order while <see cref="IsShown"/>.
/// Used on the page's synchronization context only.
/// </summary>
public sealed class PlannedList(PlanFollower plan, PageRepeats repeats, UserLabels labels)
{
    private const int MostNamed = 5;
    private Places _places = Places.None;
    private (IReadOnlyList<Block> All, Block[] Mine)? _last;
    private bool _isChosen = true;
    private int? _triedAt;
    private string? _said;
    private bool _saidOutside;

    /// <summary>What comes a second time among the queue's blocks.</summary>
    public PageRepeats Repeats { get; } = repeats;

    /// <summary>The blocks that come before the queue.</summary>
    public PageCalibration Calibration { get; } = new(plan, labels);

    /// <summary>The version that it is of; null: there is no plan.</summary>
    public PlanVersion? Version { get; private set; }

    /// <summary>There is a plan, and it or the calibration round gives this annotator blocks.</summary>
    public bool HasBlocks => Version is not null && _places.All.Count > 0;

    /// <summary>The list shows the own queue alone. It does at first.</summary>
    public bool IsShown
    {
        get => _isChosen && HasBlocks;
        set => _isChosen = value;
    }

    /// <summary>Of the own queue, while it is shown.</summary>
    public BlockOrder Order { get; private set; } = BlockOrder.ByName;

    /// <summary>Another version counts, or the queue could not be read; it is tried once after each look at the share.</summary>
    public bool IsStale => _triedAt != plan.Looks && (_said is not null || plan.Versions?.Current?.Id != Version?.Id || !ReferenceEquals(plan.Calibration, _places.Round));

    /// <summary>Reads the queue of the version that counts. Bounded; where it cannot be read, the queue before stays.</summary>
    /// <returns>What is to be said of it; null: nothing new.</returns>
    public async Task<string?> ReadAsync()
    {
        bool isFirst = _triedAt is null;
        (PlannedBlocks? queue, string? problem) = await plan.QueueOfAsync(labels.Username);
        _triedAt = plan.Looks;
        CalibrationRound before = _places.Round;
        if (queue is null)
        {
            _places = problem is null ? Places.Of([], plan.Calibration) : _places;
            string? news = problem == _said || problem is null ? null : $"Your queue could not be read: {problem}";
            _said = problem;
            return news ?? (isFirst ? null : NewsOf(before));
        }

        _said = null;
        bool isSame = Version?.Id == queue.Version.Id;
        Repeats.Follow(queue);
        (Version, _places, _last) = (queue.Version, Places.Of(queue.Blocks, plan.Calibration), null);
        Order = BlockOrder.OfPlaces(_places.All);
        return isSame ? NewsOf(before)
            : WhyNone ?? (isFirst ? null : $"The plan has changed: version {Version.Version} by {Version.By}. {Counted.Of(_places.Own, "block")} {(_places.Own == 1 ? "is" : "are")} yours.");
    }

    /// <summary>Without a plan the blocks of the calibration round come first in the whole list, as long as they are not done.</summary>
    public BlockOrder Behind(BlockOrder order) => Version is null && _places.All.Count > 0 && !Calibration.IsDone ? order.Behind(_places.All) : order;

    private string? NewsOf(CalibrationRound before) => ReferenceEquals(before, _places.Round) || _places.Round.Blocks.Count == 0 ? null
        : $"The calibration round has changed: {Counted.Of(_places.Round.Blocks.Count, "block")} before all others.";

    /// <summary>After the first label of a block that the plan gives to others; null: it is the annotator's, it was said, or there is no queue.</summary>
    public string? OutsideText(Block block)
    {
        if (_saidOutside || !HasBlocks || block.Key.Root is not null || _places.All.ContainsKey(block.Id))
        {
            return null;
        }

        _saidOutside = true;
        return $"{block.Id} is not in your queue: labels of such blocks are kept, and counted outside the plan.";
    }

    /// <summary>The blocks of the list: the own ones, while the queue is shown, else all. Sorted by id; the same array as before for the same list.</summary>
    public IReadOnlyList<Block> Of(IReadOnlyList<Block> sorted) => IsShown ? MineOf(sorted) : sorted;

    /// <summary>How many of these are the annotator's own.</summary>
    public int CountIn(IReadOnlyList<Block> sorted) => MineOf(sorted).Length;

    private Block[] MineOf(IReadOnlyList<Block> sorted)
    {
        if (_last is not { } last || !ReferenceEquals(last.All, sorted))
        {
            _last = last = (sorted, [.. sorted.Where(block => _places.All.ContainsKey(block.Id))]);
        }

        return last.Mine;
    }

    /// <summary>Where a block stands in the own queue, from 0, while that is shown; null: in none. The calibration round is before it.</summary>
    public int? PlaceOf(BlockId block) => IsShown && _places.All.TryGetValue(block, out int place) && place >= _places.Round.Blocks.Count ? place - _places.Round.Blocks.Count : null;

    /// <summary>Why there is no queue, and who has one; null: there is one, or there is no plan.</summary>
    public string? WhyNone => Version is { } version && _places.Own == 0
        ? $"The plan (version {version.Version}, by {version.By}) has no block for you. Labels you give are kept, and counted outside the plan. {WhoHolds(version)}"
        : null;

    /// <summary>Said at the end of the own queue.</summary>
    public string DoneText => $"Your queue is done. {(Version is { } version ? WhoHolds(version) : "")}".TrimEnd();

    private string WhoHolds(PlanVersion version)
    {
        (string Name, int Blocks)[] others = [.. version.Queues.Where(queue => queue.Key != labels.Username && queue.Value > 0).Select(queue => (queue.Key, queue.Value)).OrderByDescending(queue => queue.Value)];
        string more = others.Length > MostNamed ? string.Create(CultureInfo.InvariantCulture, $", and {others.Length - MostNamed} more") : "";
        return others.Length == 0
            ? "Nobody else has blocks in it."
            : $"Others have queues of their own: {string.Join(", ", others.Take(MostNamed).Select(other => $"{other.Name} {Counted.Of(other.Blocks, "block")}"))}{more}. Ask an admin for more.";
    }

    /// <param name="All">Place of each block, from 0: the calibration round, then the own queue.</param>
    /// <param name="Own">Blocks of the own queue.</param>
    /// <param name="Round">Whose blocks come first.</param>
    private sealed record Places(FrozenDictionary<BlockId, int> All, int Own, CalibrationRound Round)
    {
        public static Places None { get; } = new(FrozenDictionary<BlockId, int>.Empty, 0, CalibrationRound.None);

        public static Places Of(IReadOnlyList<BlockId> queue, CalibrationRound round)
        {
            var places = new Dictionary<BlockId, int>();
            foreach (BlockId block in round.Blocks.Concat(queue))
            {
                _ = places.TryAdd(block, places.Count);
            }

            return new Places(places.ToFrozenDictionary(), places.Count - round.Blocks.Count, round);
        }
    }
}

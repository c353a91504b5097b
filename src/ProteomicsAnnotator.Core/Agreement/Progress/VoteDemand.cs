using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Decisions;
using ProteomicsAnnotator.Core.Planning;
using ProteomicsAnnotator.Core.Roots;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Agreement.Progress;

/// <summary>
/// Which votes are to be given. By a plan: of each person on the ordinary blocks of the own queue, so not on blocks outside it, and no more on
/// a block that needs no further vote. Without a plan: as many on each block as the campaign's setting says. As in <see cref="PlanProgress"/>, whoever
/// says that a block cannot be judged has done it, nobody can give a vote on a block that cannot be read, and a vote that is not blind is wanted still.
/// </summary>
public sealed class VoteDemand
{
    private readonly int _each;
    private readonly IReadOnlyDictionary<string, IReadOnlyList<BlockId>>? _seats;
    private IReadOnlySet<BlockId> _unreadable = new HashSet<BlockId>();

    private VoteDemand(int each, IReadOnlyDictionary<string, IReadOnlyList<BlockId>>? seats) => (_each, _seats) = (each, seats);

    /// <summary>Why it is not known, in words; null: it is.</summary>
    public string? Fault { get; private init; }

    /// <param name="votes">On each block.</param>
    public static VoteDemand OfEach(int votes) => new(votes, null);

    /// <param name="ordinary">Of each person, as <see cref="PlanDesign.Ordinary"/> has it.</param>
    public static VoteDemand OfPlan(IReadOnlyDictionary<string, IReadOnlyList<BlockId>> ordinary) => new(0, ordinary);

    /// <summary>Blocking. Null: nothing says it.</summary>
    /// <param name="root">The share.</param>
    /// <param name="settings">What is decided.</param>
    public static VoteDemand? Read(SharedRoot root, CampaignSettings settings)
    {
        try
        {
            var desk = new PlanDesk(root);
            return desk.ReadDesign(desk.Read()) is { } design ? OfPlan(design.Ordinary)
                : settings.TargetVotes is { } votes ? OfEach(votes)
                : null;
        }
        catch (StorageException fault)
        {
            return new VoteDemand(0, null) { Fault = $"There is no forecast, as the plan could not be read: {fault.Message}" };
        }
    }

    /// <summary>Blocking. Null: nothing says it.</summary>
    /// <param name="root">The share.</param>
    /// <param name="table">Votes that are given.</param>
    /// <param name="findUnreadable">Which of some blocks nobody can label.</param>
    public static VoteDemand? Read(SharedRoot root, ReviewTable table, Func<IEnumerable<BlockId>, IEnumerable<BlockId>> findUnreadable)
    {
        VoteDemand? demand = Read(root, table.Input.Campaign);
        return demand is not { Fault: null } ? demand : demand.Without(findUnreadable(demand.SeatsIn(table).Where(seat => !seat.IsDone).Select(seat => seat.Block).Distinct()).ToHashSet());
    }

    /// <summary>The same without votes that nobody can give.</summary>
    /// <param name="unreadable">Blocks that nobody can label.</param>
    public VoteDemand Without(IReadOnlySet<BlockId> unreadable) => new(_each, _seats) { _unreadable = unreadable };

    /// <summary>Blocks that need more votes; empty where that is not known.</summary>
    public IReadOnlySet<BlockId> OpenIn(ReviewTable table) => Fault is null ? OpenSeatsIn(table).Select(seat => seat.Block).ToHashSet() : new HashSet<BlockId>();

    /// <summary>Times of the votes that were to be given and are, and how many are not yet.</summary>
    internal (List<DateTimeOffset> Given, int Open) In(ReviewTable table) =>
        ([.. SeatsIn(table).Select(seat => seat.Given).OfType<DateTimeOffset>()], OpenSeatsIn(table).Count());

    private IEnumerable<Seat> OpenSeatsIn(ReviewTable table) => SeatsIn(table).Where(seat => !seat.IsDone && !_unreadable.Contains(seat.Block));

    private IEnumerable<Seat> SeatsIn(ReviewTable table) => _seats is null ? InEach(table.Rated) : InPlan(table.Rated, table.Input.People.Merge(_seats));

    private IEnumerable<Seat> InEach(ReviewTable table)
    {
        HashSet<string> counted = [.. table.Counted.Select(person => person.Username)];
        foreach (ReviewRow row in table.Rows)
        {
            Seat[] done =
            [
                .. row.Votes.Select(vote => vote.Value.At).Order().Select(time => new Seat(row.Block, true, time)),
                .. row.Marks.Where(mark => mark.Value.Unusable is not null && counted.Contains(mark.Key)).Select(_ => new Seat(row.Block, true, null)),
            ];
            foreach (Seat seat in done.Take(_each).Concat(Enumerable.Repeat(new Seat(row.Block, false, null), Math.Max(0, _each - done.Length))))
            {
                yield return seat;
            }
        }
    }

    private static IEnumerable<Seat> InPlan(ReviewTable table, IReadOnlyDictionary<string, IReadOnlyList<BlockId>> seats)
    {
        Dictionary<string, AnnotatorColumn> counted = table.Counted.ToDictionary(person => person.Username, StringComparer.Ordinal);
        foreach ((string username, IReadOnlyList<BlockId> blocks) in seats)
        {
            AnnotatorColumn? person = counted.GetValueOrDefault(username);
            foreach (ReviewRow row in blocks.Select(table.Find).OfType<ReviewRow>())
            {
                DateTimeOffset? given = person?.At(row.Index)?.At;
                yield return new Seat(row.Block, given is not null || person?.Source.Marks.GetValueOrDefault(row.Block).Unusable is not null, given);
            }
        }
    }

    /// <param name="Block">Of which a vote is to be given.</param>
    /// <param name="IsDone">It is, or whoever is to give it cannot judge the block.</param>
    /// <param name="Given">When; null: it is not.</param>
    private readonly record struct Seat(BlockId Block, bool IsDone, DateTimeOffset? Given);
}

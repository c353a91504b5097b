using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Decisions;
using ProteomicsAnnotator.Core.Planning;
using ProteomicsAnnotator.Core.Roots;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Agreement.Progress;

/// <summary>
/// Which votes are to be given. By a plan: of each person on the ordinary blocks of the own queue, so not on blocks outside it, and no more on
/// a block that needs no further vote. Without a plan: as many on each block as the campaign's setting says. Nobody can give a vote on a block
/// that cannot be read, so none is wanted there, as in <see cref="PlanProgress"/>.
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
        return demand is not { Fault: null } ? demand : demand.Without(findUnreadable(demand.SeatsIn(table).Where(seat => seat.Given is null).Select(seat => seat.Block).Distinct()).ToHashSet());
    }

    /// <summary>The same without votes that nobody can give.</summary>
    /// <param name="unreadable">Blocks that nobody can label.</param>
    public VoteDemand Without(IReadOnlySet<BlockId> unreadable) => new(_each, _seats) { _unreadable = unreadable };

    /// <summary>Times of the votes that were to be given and are, and how many are not yet.</summary>
    internal (List<DateTimeOffset> Given, int Open) In(ReviewTable table)
    {
        List<(BlockId Block, DateTimeOffset? Given)> seats = [.. SeatsIn(table)];
        return ([.. seats.Select(seat => seat.Given).OfType<DateTimeOffset>()], seats.Count(seat => seat.Given is null && !_unreadable.Contains(seat.Block)));
    }

    private IEnumerable<(BlockId Block, DateTimeOffset? Given)> SeatsIn(ReviewTable table) => _seats is null ? InEach(table) : InPlan(table, table.Input.People.Merge(_seats));

    private IEnumerable<(BlockId Block, DateTimeOffset? Given)> InEach(ReviewTable table)
    {
        foreach (ReviewRow row in table.Rows)
        {
            DateTimeOffset?[] times = [.. row.Votes.Select(vote => (DateTimeOffset?)vote.Value.At).Order().Take(_each)];
            foreach (DateTimeOffset? time in times.Concat(Enumerable.Repeat((DateTimeOffset?)null, _each - times.Length)))
            {
                yield return (row.Block, time);
            }
        }
    }

    private static IEnumerable<(BlockId Block, DateTimeOffset? Given)> InPlan(ReviewTable table, IReadOnlyDictionary<string, IReadOnlyList<BlockId>> seats)
    {
        foreach ((string username, IReadOnlyList<BlockId> blocks) in seats)
        {
            AnnotatorColumn? person = table.FindAnnotator(username);
            foreach (ReviewRow row in blocks.Select(table.Find).OfType<ReviewRow>())
            {
                if (person?.At(row.Index) is { } vote)
                {
                    yield return (row.Block, vote.At);
                }
                else if (!row.Marks.Any(mark => mark.Key == username && mark.Value.Unusable is not null))
                {
                    yield return (row.Block, null);
                }
            }
        }
    }
}

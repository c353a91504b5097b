using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Decisions;
using ProteomicsAnnotator.Core.Planning;
using ProteomicsAnnotator.Core.Roots;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Agreement.Progress;

/// <summary>
/// Which votes are to be given. By a plan: of each person on the ordinary blocks of the own queue, so not on blocks outside it, and no more on
/// a block that needs no further vote. Without a plan: as many on each block as the campaign's setting says.
/// </summary>
public sealed class VoteDemand
{
    private readonly int _each;
    private readonly IReadOnlyDictionary<string, IReadOnlyList<BlockId>>? _seats;

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

    /// <summary>Times of the votes that were to be given and are, and how many are not yet.</summary>
    internal (List<DateTimeOffset> Given, int Open) In(ReviewTable table) => _seats is null ? InEach(table) : InPlan(table, table.Input.People.Merge(_seats));

    private (List<DateTimeOffset>, int) InEach(ReviewTable table)
    {
        var given = new List<DateTimeOffset>();
        int open = 0;
        foreach (ReviewRow row in table.Rows)
        {
            DateTimeOffset[] times = [.. row.Votes.Select(vote => vote.Value.At).Order().Take(_each)];
            given.AddRange(times);
            open += _each - times.Length;
        }

        return (given, open);
    }

    private static (List<DateTimeOffset>, int) InPlan(ReviewTable table, IReadOnlyDictionary<string, IReadOnlyList<BlockId>> seats)
    {
        var given = new List<DateTimeOffset>();
        int open = 0;
        foreach ((string username, IReadOnlyList<BlockId> blocks) in seats)
        {
            AnnotatorColumn? person = table.FindAnnotator(username);
            foreach (ReviewRow row in blocks.Select(table.Find).OfType<ReviewRow>())
            {
                if (person?.At(row.Index) is { } vote)
                {
                    given.Add(vote.At);
                }
                else if (!row.Marks.Any(mark => mark.Key == username && mark.Value.Unusable is not null))
                {
                    open++;
                }
            }
        }

        return (given, open);
    }
}

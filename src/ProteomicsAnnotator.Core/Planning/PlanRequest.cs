using System.Collections.Frozen;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Decisions;

namespace ProteomicsAnnotator.Core.Planning;

/// <summary>What a lead asks of a plan.</summary>
public sealed record PlanRequest
{
    public const int MostVotes = CampaignSettings.MostVotes;
    public const int MostAnnotators = 500;
    public const double MostWeight = 1000;
    public const double MostRepeats = 0.5;

    /// <summary>Less gold in a queue does not measure a person.</summary>
    public const double LeastGold = 0.05;

    /// <summary>More costs too much.</summary>
    public const double MostGold = 0.15;

    private const int UsualVotes = 3;

    /// <summary>Nothing is asked yet.</summary>
    public static PlanRequest Empty { get; } = new() { Votes = 0, Annotators = [] };

    /// <summary>Different people who label each block, 1 to <see cref="MostVotes"/>.</summary>
    public required int Votes { get; init; }

    /// <summary>In the order they were named; at least <see cref="Votes"/>, no name twice.</summary>
    public required IReadOnlyList<PlannedAnnotator> Annotators { get; init; }

    /// <summary>The same seed gives the same plan on every machine.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Share of each annotator's ordinary blocks that come a second time, 0 to <see cref="MostRepeats"/>.</summary>
    public double Repeats { get; init; }

    /// <summary>Ordinary blocks that each two annotators have in common, at least.</summary>
    public int OverlapPairs { get; init; }

    /// <summary>Share of each queue that is gold, 0 or <see cref="LeastGold"/> to <see cref="MostGold"/>; as many decoys come with it.</summary>
    public double Gold { get; init; }

    /// <summary>Blocks whose likeliest class has at least this probability get no further votes, 0.5 to 1; 0: all get all.</summary>
    public double StopAt { get; init; }

    /// <summary>Votes that a block has before it may stop.</summary>
    public int LeastVotes { get; init; } = 2;

    /// <summary>Share of the blocks, drawn by the seed, that get all votes and keep their places whatever is known of them: their figures stay unbiased.</summary>
    public double RandomShare { get; init; } = 0.1;

    /// <summary>A part of an id, with * for any characters; null: all blocks.</summary>
    public string? Blocks { get; init; }

    public WalkOrder Order { get; init; } = WalkOrder.Neighbourhoods;

    /// <summary>The stored model of <see cref="WalkOrder.Scored"/>, as NAME or NAME@VERSION; null: none is named.</summary>
    public string? Model { get; init; }

    /// <summary>Blocks come first that are likeliest of this class, by its number; null: those whose class the model is least sure of.</summary>
    public int? ScoreOf { get; init; }

    /// <summary>The votes that the campaign wants of each block, else three, or as many as there are annotators, unless some number is asked for.</summary>
    /// <param name="target">The campaign's setting; null: it says nothing.</param>
    /// <param name="isAsked">The number of votes was named, whatever it is.</param>
    public PlanRequest WithUsualVotes(int? target, bool isAsked) => isAsked || Votes > 0 ? this : this with { Votes = target ?? Math.Clamp(Annotators.Count, 1, UsualVotes) };
}

/// <summary>One annotator of a plan.</summary>
/// <param name="Username">Who.</param>
/// <param name="Weight">Share of the work beside the others' weights, above 0.</param>
public sealed record PlannedAnnotator(string Username, double Weight);

/// <summary>What a plan is made from beside the request.</summary>
/// <param name="Blocks">The blocks to plan, in ordinal order, without a double.</param>
/// <param name="Labelled">Blocks that a person has done, for everybody who has any, without those whose vote is not blind.</param>
/// <param name="Previous">Ordinary blocks that the version before gave to each person, in order; empty: there is none.</param>
public sealed record PlanBasis(
    IReadOnlyList<BlockId> Blocks,
    IReadOnlyDictionary<string, IReadOnlySet<BlockId>> Labelled,
    IReadOnlyDictionary<string, IReadOnlyList<BlockId>> Previous)
{
    /// <summary>Blocks with a known answer that may be mixed in; those that are not drawn are ordinary.</summary>
    public IReadOnlySet<BlockId> Gold { get; init; } = new HashSet<BlockId>();

    /// <summary>Where a block lies in its volume; null: it is a folder of files, whose neighbours its name tells.</summary>
    public Func<BlockId, BlockPoint?> Points { get; init; } = _ => null;

    /// <summary>Blocks of the calibration round: they are none of <see cref="Blocks"/>, and each annotator labels them on top.</summary>
    public int Calibration { get; init; }

    /// <summary>Whose labels count: nobody is planned whose labels do not.</summary>
    public PeopleDecisions People { get; init; } = PeopleDecisions.None;

    /// <summary>
    /// Blocks that a person has labelled after others' votes or the final label could be seen: such a vote takes no seat, and that
    /// person can give no other one.
    /// </summary>
    public IReadOnlyDictionary<string, IReadOnlySet<BlockId>> NotBlind { get; init; } = FrozenDictionary<string, IReadOnlySet<BlockId>>.Empty;

    /// <summary>Known to admins only: the seed alone, which can be guessed, does not tell which common blocks are gold.</summary>
    public string Salt { get; init; } = "";

    /// <summary>Blocks of the version before that are not there now.</summary>
    public int Vanished { get; init; }

    /// <summary>Blocks that need no further vote.</summary>
    public IReadOnlySet<BlockId> Sure { get; init; } = new HashSet<BlockId>();

    /// <summary>Where the order follows from labels or scores: blocks with a smaller number come first, those without one keep their places. Empty: it does not.</summary>
    public IReadOnlyDictionary<BlockId, double> Ranks { get; init; } = new Dictionary<BlockId, double>();

    /// <summary>The campaign allows an order by the scores of a model.</summary>
    public bool AllowsModelOrder { get; init; }

    /// <summary>What the person has labelled, blind or not, or cannot judge.</summary>
    public IReadOnlySet<BlockId> DoneBy(string username)
    {
        IReadOnlySet<BlockId> labelled = Labelled.GetValueOrDefault(username) ?? FrozenSet<BlockId>.Empty;
        return NotBlind.TryGetValue(username, out IReadOnlySet<BlockId>? notBlind) ? labelled.Concat(notBlind).ToFrozenSet() : labelled;
    }

    /// <summary>Blocks that come twice in each person's queue of the version before: they do so in this one, too.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<BlockId>> PreviousRepeats { get; init; } = FrozenDictionary<string, IReadOnlyList<BlockId>>.Empty;

    /// <summary>Of the version before; empty: it had none.</summary>
    public IReadOnlySet<BlockId> PreviousRandomShare { get; init; } = FrozenSet<BlockId>.Empty;

    /// <summary>Common blocks of the version before: they stay what they are.</summary>
    public IReadOnlyList<BlockId> PreviousGold { get; init; } = [];

    /// <summary>As <see cref="PreviousGold"/>.</summary>
    public IReadOnlyList<BlockId> PreviousDecoys { get; init; } = [];
}

using System.Collections.Frozen;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Decisions;
using ProteomicsAnnotator.Core.Journals;

namespace ProteomicsAnnotator.Core.Planning;

/// <summary>What everybody may know of a version of the plan: <c>campaign/plans/{id}/plan.json</c>.</summary>
/// <param name="Id">Name of its folder.</param>
/// <param name="Version">1 for the first; one more than its predecessor.</param>
/// <param name="Previous">Id of its predecessor; null: it has none.</param>
/// <param name="Clock">1 + the highest that its author's program knew.</param>
/// <param name="At">When it was made.</param>
/// <param name="By">Who made it.</param>
/// <param name="Votes">Different people for each ordinary block.</param>
/// <param name="Queues">Blocks in each person's queue.</param>
public sealed record PlanVersion(string Id, int Version, string? Previous, long Clock, DateTimeOffset At, string By, int Votes, IReadOnlyDictionary<string, int> Queues)
    : IComparable<PlanVersion>
{
    /// <summary>The later one counts: by clock, time and id.</summary>
    public int CompareTo(PlanVersion? other) => other is null
        ? 1
        : (Clock, At).CompareTo((other.Clock, other.At)) is not 0 and var order ? order : string.CompareOrdinal(Id, other.Id);
}

/// <summary>What only admins may know of a version: <c>admin/plans/{id}.json</c>.</summary>
/// <param name="Request">What was asked.</param>
/// <param name="Blocks">The blocks it is about, in ordinal order.</param>
/// <param name="Ordinary">Of each person, in the order in which they come.</param>
/// <param name="Begun">Of those the ones that the person had labelled then.</param>
/// <param name="Gold">Common blocks with a known answer.</param>
/// <param name="Decoys">Common blocks without.</param>
/// <param name="Sure">Blocks that needed no further vote then.</param>
public sealed record PlanDesign(
    PlanRequest Request,
    IReadOnlyList<BlockId> Blocks,
    IReadOnlyDictionary<string, IReadOnlyList<BlockId>> Ordinary,
    IReadOnlyDictionary<string, IReadOnlyList<BlockId>> Begun,
    IReadOnlyList<BlockId> Gold,
    IReadOnlyList<BlockId> Decoys,
    IReadOnlyList<BlockId> Sure)
{
    /// <summary>The version that it was read of; null: it is none that is on the share.</summary>
    public PlanVersion? Of { get; init; }

    /// <summary>Ordinary blocks, drawn at random, that get all votes and keep their places; empty in versions of programs before it was recorded.</summary>
    public IReadOnlyList<BlockId> RandomShare { get; init; } = [];

    /// <summary>Blocks whose vote by a person was not blind then, and so took no seat; empty in versions of programs before it was recorded.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<BlockId>> NotBlind { get; init; } = FrozenDictionary<string, IReadOnlyList<BlockId>>.Empty;

    /// <summary>Where the order followed from labels: the number of each block then, the smaller the earlier it came; empty in versions of programs before it was recorded.</summary>
    public IReadOnlyDictionary<BlockId, double> Ranks { get; init; } = FrozenDictionary<BlockId, double>.Empty;

    /// <summary>Ordinary blocks of each person in a version that is taken back: whoever has begun one keeps it.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<BlockId>> TakenBack { get; init; } = FrozenDictionary<string, IReadOnlyList<BlockId>>.Empty;

    /// <summary>Gold of a version that is taken back: what anybody has met stays gold.</summary>
    public IReadOnlyList<BlockId> TakenBackGold { get; init; } = [];

    /// <summary>The same of decoys.</summary>
    public IReadOnlyList<BlockId> TakenBackDecoys { get; init; } = [];

    /// <summary>Gold and decoys: they are in many queues.</summary>
    public IReadOnlySet<BlockId> Common => new HashSet<BlockId>([.. Gold, .. Decoys]);

    /// <summary>As if the blocks of the round had not been planned. <see cref="Blocks"/> stays what it was.</summary>
    public PlanDesign Without(CalibrationRound round)
    {
        return round.IsNone ? this : this with
        {
            Ordinary = Ordinary.ToDictionary(person => person.Key, person => Left(person.Value), StringComparer.Ordinal),
            Begun = Begun.ToDictionary(person => person.Key, person => Left(person.Value), StringComparer.Ordinal),
            Gold = Left(Gold),
            Decoys = Left(Decoys),
            Sure = Left(Sure),
            RandomShare = Left(RandomShare),
            Ranks = Ranks.Where(rank => !round.Has(rank.Key)).ToDictionary(),
        };

        IReadOnlyList<BlockId> Left(IReadOnlyList<BlockId> blocks) => [.. blocks.Where(block => !round.Has(block))];
    }
}

/// <summary>All versions of the plan that are on the share.</summary>
/// <param name="Versions">Those that are complete, the one that counts last.</param>
/// <param name="Unusable">What is there and does not count.</param>
public sealed record PlanVersions(IReadOnlyList<PlanVersion> Versions, IReadOnlyList<UnusableFile> Unusable)
{
    public static readonly PlanVersions None = new([], []);

    /// <summary>Null: there is no plan.</summary>
    public PlanVersion? Current => Versions.Count == 0 ? null : Versions[^1];

    /// <summary>The one that the version that counts was made from; null: it is not there.</summary>
    public PlanVersion? Predecessor => Line().Skip(1).FirstOrDefault();

    /// <summary>
    /// Versions that were made beside another one, from the same predecessor, and do not count: of the last two weeks before the one that
    /// counts, so that their authors see it whenever they look next.
    /// </summary>
    public IReadOnlyList<PlanVersion> Rivals
    {
        get
        {
            PlanVersion[] line = [.. Line()];
            return line.Length == 0 ? [] : [.. Versions.Except(line).Where(version => version.Version >= line[^1].Version && line[0].At - version.At < RivalsTold)];
        }
    }

    /// <summary>The same as sentences for their authors, and for whoever made the version that counts.</summary>
    public IReadOnlyList<string> RivalWords =>
    [
        .. Rivals.Select(rival => $"{rival.By} made a version from the same one at the same time ({rival.Id}). It does not count; version {Current!.Version} by {Current.By} does ({Current.Id})."),
    ];

    /// <summary>What an admin is to know beside the version that counts: files that cannot be used, and rivals.</summary>
    public IReadOnlyList<string> Words => [.. Unusable.Select(file => file.Words), .. RivalWords];

    private static readonly TimeSpan RivalsTold = TimeSpan.FromDays(14);

    /// <summary>Since when a person has had a queue without interruption; null: there is none now.</summary>
    public DateTimeOffset? PlannedSince(string username) =>
        Line().TakeWhile(version => version.Queues.ContainsKey(username)).LastOrDefault()?.At;

    /// <summary>The version that counts, and those that it was made from one after the other.</summary>
    private IEnumerable<PlanVersion> Line()
    {
        Dictionary<string, PlanVersion> byId = Versions.ToDictionary(version => version.Id, StringComparer.Ordinal);
        for (PlanVersion? version = Current; version is not null; version = version.Previous is { } id && byId.Remove(version.Id) ? byId.GetValueOrDefault(id) : null)
        {
            yield return version;
        }
    }

    /// <summary>A plan of a later program, in words: none may be made after it here. Null: there is none.</summary>
    public string? Newer => Unusable.FirstOrDefault(file => file.IsNewer)?.Words;

    internal long HighestClock => Versions.Count == 0 ? 0 : Versions.Max(version => Math.Min(version.Clock, JournalBounds.MaxClock));
}

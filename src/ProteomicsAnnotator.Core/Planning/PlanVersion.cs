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
    /// <summary>Ordinary blocks, drawn at random, that get all votes and keep their places; empty in versions of programs before it was recorded.</summary>
    public IReadOnlyList<BlockId> RandomShare { get; init; } = [];

    /// <summary>Blocks whose vote by a person was not blind then, and so took no seat; empty in versions of programs before it was recorded.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<BlockId>> NotBlind { get; init; } = FrozenDictionary<string, IReadOnlyList<BlockId>>.Empty;

    /// <summary>Where the order followed from labels: the number of each block then, the smaller the earlier it came; empty in versions of programs before it was recorded.</summary>
    public IReadOnlyDictionary<BlockId, double> Ranks { get; init; } = FrozenDictionary<BlockId, double>.Empty;

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

    /// <summary>Versions that were made beside the one that counts, from the same predecessor, and do not count.</summary>
    public IReadOnlyList<PlanVersion> Rivals => Current is { } current
        ? [.. Versions.Where(version => version != current && version.Previous == current.Previous)]
        : [];

    /// <summary>A plan of a later program, in words: none may be made after it here. Null: there is none.</summary>
    public string? Newer => Unusable.FirstOrDefault(file => file.IsNewer)?.Words;

    internal long HighestClock => Versions.Count == 0 ? 0 : Versions.Max(version => Math.Min(version.Clock, JournalBounds.MaxClock));
}

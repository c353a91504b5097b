using System.Collections.Frozen;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Decisions;
using ProteomicsAnnotator.Core.Journals;
using ProteomicsAnnotator.Core.LabelFiles;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Snapshots;

/// <summary>All users' labels of the configured data root, sorted by username, also users without a label.</summary>
/// <param name="Users">Those that could be read.</param>
/// <param name="Unreadable">Files that could not, each named; never silently left out.</param>
/// <param name="Notices">Said once in the window: entries of other folders, ambiguous ones.</param>
public sealed record AllVotes(
    IReadOnlyList<UserVotes> Users,
    IReadOnlyList<StorageException> Unreadable,
    IReadOnlyList<string> Notices)
{
    /// <summary>What counts nowhere: files that belong to nobody, values that are no labels, each named.</summary>
    public IReadOnlyList<string> NotCounted { get; init; } = [];

    /// <summary>Whose labels count, and whose names were merged in <see cref="Users"/>.</summary>
    public PeopleDecisions People { get; init; } = PeopleDecisions.None;

    /// <summary>What is decided for everybody: the rule for ties, classes that changed.</summary>
    public CampaignSettings Campaign { get; init; } = CampaignSettings.None;

    /// <summary>Its blocks are not among the labels here.</summary>
    public CalibrationRound Calibration { get; init; } = CalibrationRound.None;

    /// <summary>Under the names that they were given under, sorted: as <see cref="Users"/> before names of one person were merged.</summary>
    public IReadOnlyList<UserVotes> Given { get => field ?? Users; init; }

    /// <summary>Labels under names that are no usernames, which count nowhere until an admin says whose they are.</summary>
    public IReadOnlyList<UserVotes> Unclaimed { get; private init; } = [];

    /// <summary>Every name that labels were given under, those of <see cref="Unclaimed"/> last.</summary>
    public IReadOnlyList<string> Names => [.. Given.Concat(Unclaimed).Select(user => user.Username).Distinct(StringComparer.Ordinal)];

    /// <summary>What was given under this name, of which files may have several spellings; null: nothing.</summary>
    public UserVotes? GivenAs(string name) => Given.Concat(Unclaimed).Where(user => user.Username == name).ToArray() switch
    {
        [] => null,
        [{ } alone] => alone,
        { } spellings => MergedPeople.Of(name, spellings),
    };

    /// <summary>Of <see cref="Users"/> those whose labels count.</summary>
    public IReadOnlyList<UserVotes> Counted => People.Excluded.Count == 0 ? Users : [.. Users.Where(user => People.Counts(user.Username))];

    /// <summary>The same without votes that are not blind: what agreement, error rates and known answers are computed from.</summary>
    public IReadOnlyList<UserVotes> Blind => [.. Counted.Select(user => user.WithoutNotBlind())];

    /// <param name="read">Everything of <see cref="ShareOwners.All"/>.</param>
    /// <param name="owners">What there is.</param>
    /// <param name="people">Who is said to be whom.</param>
    internal static AllVotes Of(IReadOnlyCollection<OwnerSnapshot> read, ShareOwners owners, PeopleDecisions people)
    {
        Dictionary<string, OddOwner> unclaimed = owners.Odd.Where(odd => !people.IsSaid(odd.Files.Username)).ToDictionary(odd => odd.Files.Username, StringComparer.Ordinal);
        ILookup<bool, OwnerSnapshot> all = read.ToLookup(user => unclaimed.ContainsKey(user.Owner.Name));
        OwnerSnapshot[] users = [.. all[false]];
        return new AllVotes(
            [.. users.Where(user => user is { IsKnown: true, Votes: not null }).Select(VotesOf)],
            [.. owners.Faults, .. users.Where(user => !IsStranger(user)).SelectMany(user => user.Problems)],
            [.. users.SelectMany(user => user.Notices.Select(notice => notice.StartsWith(user.Owner.Name + ": ", StringComparison.Ordinal) ? notice : $"{user.Owner.Name}: {notice}"))])
        {
            Unclaimed = [.. all[true].Where(odd => odd is { IsKnown: true, Votes.Count: > 0 }).Select(VotesOf)],
            NotCounted =
            [
                .. owners.Strangers,
                .. unclaimed.Values.SelectMany(odd => odd.Words),
                .. users.Where(IsStranger).SelectMany(user => user.Problems).Select(problem => $"{problem.Message}: it is not counted."),
                .. users.SelectMany(user => user.NotCounted),
            ],
        };
    }

    private static UserVotes VotesOf(OwnerSnapshot user) => new(UnicodeForm.ToNfc(user.Owner.Name), user.Votes!) { Marks = user.Marks };

    /// <summary>A copy of somebody's file under a name that has nothing of its own.</summary>
    private static bool IsStranger(OwnerSnapshot user) =>
        !user.IsKnown && user.Problems.Count > 0 && user.Problems.All(problem => problem.InnerException is OtherPersonsFileException);
}

/// <summary>The labels of one user in the configured data root.</summary>
public sealed record UserVotes(string Username, IReadOnlyDictionary<BlockId, Vote> Votes)
{
    /// <summary>What is said beside labels, of blocks without one too.</summary>
    public IReadOnlyDictionary<BlockId, BlockMark> Marks { get; init; } = FrozenDictionary<BlockId, BlockMark>.Empty;

    /// <summary>Blocks with a label, and those that cannot be judged.</summary>
    public IEnumerable<BlockId> Done => Votes.Keys.Concat(Marks.Where(mark => mark.Value.Unusable is not null && !Votes.ContainsKey(mark.Key)).Select(mark => mark.Key));

    /// <summary>The same object where there is nothing to leave out.</summary>
    public UserVotes WithoutNotBlind() => BlindVotes(Votes) is var blind && ReferenceEquals(blind, Votes) ? this : this with { Votes = blind };

    /// <summary>Without those that are not blind; the same object where there is none.</summary>
    public static IReadOnlyDictionary<BlockId, Vote> BlindVotes(IReadOnlyDictionary<BlockId, Vote> votes) =>
        votes is VoteDictionary { NotBlind.IsEmpty: true } || !votes.Values.Any(vote => vote.IsNotBlind)
            ? votes
            : VoteDictionary.Of(votes.Where(vote => !vote.Value.IsNotBlind));

    /// <summary>Blocks whose label was given by somebody who could see others' votes, or the final label.</summary>
    public IEnumerable<BlockId> NotBlind => Votes.Where(vote => vote.Value.IsNotBlind).Select(vote => vote.Key);

    public bool IsDone(BlockId block) => Votes.ContainsKey(block) || Marks.GetValueOrDefault(block).Unusable is not null;
}

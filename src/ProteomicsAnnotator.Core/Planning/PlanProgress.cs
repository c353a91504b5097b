using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Journals;
using ProteomicsAnnotator.Core.Snapshots;

namespace ProteomicsAnnotator.Core.Planning;

/// <summary>How far a version of the plan is.</summary>
/// <param name="People">Everybody with a queue or with blocks done, by name.</param>
/// <param name="Blocks">Ordinary blocks.</param>
/// <param name="Complete">Of these the ones that all planned people have done; a vote that is not blind does not count.</param>
/// <param name="Begun">Of these the ones that some, but not all, have done, counted likewise.</param>
/// <param name="Outside">Blocks that people have done who were not asked for them: kept, and not counted as done.</param>
public sealed record PlanProgress(IReadOnlyList<PersonProgress> People, int Blocks, int Complete, int Begun, int Outside)
{
    /// <summary>Votes of planned people on their blocks that are not blind: a further version asks others instead.</summary>
    public int NotBlind { get; private init; }

    /// <param name="ordinary">Of each person, as <see cref="PlanDesign.Ordinary"/> has it.</param>
    /// <param name="common">Gold and decoys: asked of nobody in particular.</param>
    /// <param name="votes">Everyone's labels.</param>
    /// <param name="unreadable">Blocks that nobody can label, and why: done by everybody. Null: there are none.</param>
    public static PlanProgress Of(
        IReadOnlyDictionary<string, IReadOnlyList<BlockId>> ordinary, IReadOnlySet<BlockId> common, IReadOnlyList<UserVotes> votes, IReadOnlyDictionary<BlockId, string>? unreadable = null)
    {
        Dictionary<string, UserVotes> given = votes.ToDictionary(user => user.Username, StringComparer.Ordinal);
        var done = new Dictionary<BlockId, (int Planned, int Done)>();
        var people = new List<PersonProgress>();
        int notBlind = 0;
        foreach (string username in ordinary.Keys.Union(given.Where(user => user.Value.Done.Any()).Select(user => user.Key), StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            IReadOnlyList<BlockId> planned = ordinary.GetValueOrDefault(username) ?? [];
            UserVotes? own = given.GetValueOrDefault(username);
            UserVotes? blind = own?.WithoutNotBlind();
            int count = 0;
            int labelled = 0;
            foreach (BlockId block in planned)
            {
                bool isGiven = own?.IsDone(block) == true;
                bool isUnreadable = unreadable?.ContainsKey(block) == true;
                bool counts = blind?.IsDone(block) == true || isUnreadable;
                count += isGiven || isUnreadable ? 1 : 0;
                labelled += isGiven ? 1 : 0;
                notBlind += isGiven && !counts ? 1 : 0;
                (int Planned, int Done) before = done.GetValueOrDefault(block);
                done[block] = (before.Planned + 1, before.Done + (counts ? 1 : 0));
            }

            int shared = own is null || planned.Count == 0 ? 0 : own.Done.Count(common.Contains);
            DateTimeOffset[] times = [.. (own?.Votes.Values ?? []).Select(vote => LabelTime.Known(vote.At)).OfType<DateTimeOffset>()];
            people.Add(new PersonProgress(username, planned.Count, count, (own?.Done.Count() ?? 0) - labelled - shared, times.Length == 0 ? null : times.Max()));
        }

        return new PlanProgress(
            people,
            done.Count,
            done.Values.Count(block => block.Done == block.Planned),
            done.Values.Count(block => block.Done > 0 && block.Done < block.Planned),
            people.Sum(person => person.Outside))
        {
            NotBlind = notBlind,
            Unreadable = [.. (unreadable ?? new Dictionary<BlockId, string>()).Where(block => done.ContainsKey(block.Key)).OrderBy(block => block.Key)],
        };
    }

    /// <summary>Ordinary blocks that cannot be read, and why: they count as done.</summary>
    public IReadOnlyList<KeyValuePair<BlockId, string>> Unreadable { get; private init; } = [];

    /// <summary>Planned blocks that somebody has not done who is to do them.</summary>
    public static IReadOnlyCollection<BlockId> OpenOf(IReadOnlyDictionary<string, IReadOnlyList<BlockId>> ordinary, IReadOnlyList<UserVotes> votes)
    {
        Dictionary<string, UserVotes> given = votes.ToDictionary(user => user.Username, StringComparer.Ordinal);
        return ordinary.SelectMany(person => person.Value.Where(block => given.GetValueOrDefault(person.Key)?.IsDone(block) != true)).ToHashSet();
    }

    /// <summary>Who has decided nothing for so long is named.</summary>
    public static readonly TimeSpan SilentAfter = TimeSpan.FromDays(3);

    /// <summary>People with blocks left who have decided nothing for <see cref="SilentAfter"/>, the most blocks first.</summary>
    /// <param name="now">The time.</param>
    /// <param name="plannedSince">Since when somebody has had a queue: nobody is silent before; null: there is none.</param>
    /// <param name="lastDecision">When somebody decided anything last, also what is no label; asked only of those without a label since. Null: nothing is known.</param>
    public IEnumerable<PersonProgress> Silent(DateTimeOffset now, Func<string, DateTimeOffset?> plannedSince, Func<string, DateTimeOffset?> lastDecision)
    {
        return People
            .Where(person => person.Left > 0 && plannedSince(person.Username) is { } planned && IsLongAgo(planned) && IsLongAgo(person.LastLabel) && IsLongAgo(lastDecision(person.Username)))
            .OrderByDescending(person => person.Left);

        bool IsLongAgo(DateTimeOffset? time) => time is not { } known || now - known > SilentAfter;
    }
}

/// <summary>How far one person is.</summary>
/// <param name="Username">Who.</param>
/// <param name="Planned">Ordinary blocks in the queue.</param>
/// <param name="Done">Of these the ones that this person labelled, or said of that they cannot be judged, and those that cannot be read.</param>
/// <param name="Outside">Other blocks that this person has done.</param>
/// <param name="LastLabel">When the last one was given; null: none, or its time is not known.</param>
public sealed record PersonProgress(string Username, int Planned, int Done, int Outside, DateTimeOffset? LastLabel)
{
    public int Left => Planned - Done;
}

using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Snapshots;

namespace ProteomicsAnnotator.Core.Agreement;

/// <summary>How well people answer blocks whose class is known, and which known answers several good people doubt.</summary>
/// <param name="People">Everybody with a label, by name.</param>
/// <param name="Doubtful">Known answers that are worth a second look, the most contradicted first.</param>
public sealed record GoldFigures(IReadOnlyList<PersonGold> People, IReadOnlyList<DoubtfulGold> Doubtful)
{
    /// <summary>Other known answers that a person must have given to count as good.</summary>
    private const int LeastAnswers = 5;

    /// <summary>And the share of those that must be right.</summary>
    private const double LeastRight = 0.7;

    /// <summary>Good people who must agree on another answer.</summary>
    private const int LeastDoubters = 2;

    /// <param name="answers">Class numbers of the blocks whose answer counts now.</param>
    /// <param name="votes">Everyone's labels.</param>
    public static GoldFigures Of(IReadOnlyDictionary<BlockId, int> answers, IReadOnlyList<UserVotes> votes)
    {
        PersonGold[] people = [.. votes.Select(user => PersonOf(user, answers)).OrderBy(person => person.Username, StringComparer.Ordinal)];
        Dictionary<string, GoldAccuracy> accuracies = people.ToDictionary(person => person.Username, person => person.Accuracy, StringComparer.Ordinal);
        DoubtfulGold[] doubtful = [.. answers
            .Select(answer => DoubtOf(answer, votes, accuracies))
            .OfType<DoubtfulGold>()
            .OrderByDescending(doubt => doubt.GoodVotes).ThenBy(doubt => doubt.Block)];
        return new GoldFigures(people, doubtful);
    }

    private static PersonGold PersonOf(UserVotes user, IReadOnlyDictionary<BlockId, int> answers)
    {
        (int Known, int Given)[] given = [.. answers.Where(answer => user.Votes.ContainsKey(answer.Key)).Select(answer => (answer.Value, user.Votes[answer.Key].Label))];
        return new PersonGold(
            user.Username,
            GoldAccuracy.Of(given),
            [.. given.GroupBy(pair => pair.Known).OrderBy(group => group.Key).Select(group => new ClassGold(group.Key, GoldAccuracy.Of([.. group])))]);
    }

    private static DoubtfulGold? DoubtOf(KeyValuePair<BlockId, int> answer, IReadOnlyList<UserVotes> votes, Dictionary<string, GoldAccuracy> accuracies)
    {
        UserVotes[] here = [.. votes.Where(user => user.Votes.ContainsKey(answer.Key))];
        var against = here
            .Where(user => user.Votes[answer.Key].Label != answer.Value && IsGood(user, answer, accuracies[user.Username]))
            .GroupBy(user => user.Votes[answer.Key].Label)
            .OrderByDescending(group => group.Count()).ThenBy(group => group.Key)
            .FirstOrDefault();
        int good = here.Count(user => IsGood(user, answer, accuracies[user.Username]));
        return against is null || against.Count() < LeastDoubters || 2 * against.Count() <= good
            ? null
            : new DoubtfulGold(answer.Key, answer.Value, against.Key, against.Count(), here.ToDictionary(user => user.Username, user => user.Votes[answer.Key].Label, StringComparer.Ordinal));
    }

    /// <summary>By the other known answers: this one is what is asked about.</summary>
    private static bool IsGood(UserVotes user, KeyValuePair<BlockId, int> except, GoldAccuracy all)
    {
        int right = all.Right - (user.Votes[except.Key].Label == except.Value ? 1 : 0);
        return all.Answered - 1 >= LeastAnswers && right >= LeastRight * (all.Answered - 1);
    }
}

/// <summary>How many known answers were right.</summary>
/// <param name="Answered">Blocks with a known answer that were labelled.</param>
/// <param name="Right">Those with the known label.</param>
/// <param name="Interval">Of the share (Wilson, 95 %); null: none was answered, so there is no share.</param>
public readonly record struct GoldAccuracy(int Answered, int Right, WilsonInterval? Interval)
{
    internal static GoldAccuracy Of(IReadOnlyCollection<(int Known, int Given)> given)
    {
        int right = given.Count(pair => pair.Known == pair.Given);
        return new GoldAccuracy(given.Count, right, given.Count == 0 ? null : WilsonInterval.Of(right, given.Count));
    }
}

/// <summary>One person's known answers, together and by the known class.</summary>
public sealed record PersonGold(string Username, GoldAccuracy Accuracy, IReadOnlyList<ClassGold> Classes);

/// <summary>The blocks that are known to be of this class.</summary>
public sealed record ClassGold(int Label, GoldAccuracy Accuracy);

/// <summary>A known answer that most good people contradict with one other class.</summary>
/// <param name="Block">Which.</param>
/// <param name="Known">The answer that counts.</param>
/// <param name="Instead">What they say.</param>
/// <param name="GoodVotes">How many of them.</param>
/// <param name="Votes">Everyone's labels of it.</param>
public sealed record DoubtfulGold(BlockId Block, int Known, int Instead, int GoodVotes, IReadOnlyDictionary<string, int> Votes);

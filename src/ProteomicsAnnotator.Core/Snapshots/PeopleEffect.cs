using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Campaign;
using ProteomicsAnnotator.Core.Decisions;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Snapshots;

/// <summary>What a decision about a person would change, before it is made.</summary>
public static class PeopleEffect
{
    /// <summary>Why this may not be decided, in words; null: it may. A name that nobody has is a fault: it would silently change nothing.</summary>
    public static string? WhyNot(AllVotes votes, string username, PersonChange change) =>
        votes.Names.Count == 0 ? "nobody has given a label yet"
        : NamesIn(username, change).FirstOrDefault(name => !votes.Names.Contains(name, StringComparer.Ordinal)) is { } unknown
            ? $"no annotator is called {unknown}; the annotators are {string.Join(", ", votes.Names)}"
        : change is { Exclusion: not null } && !Username.TryParse(username, out _) ? $"{username} is no username, so its labels count only as somebody's: --same \"{username}\"=PERSON"
        : change is { Sameness.Person: { } person } && !Username.TryParse(person, out _) ? $"{person} is no username: say whose name it is, not the other way round"
        : votes.People.WhyNot(username, change);

    /// <summary>Whoever has labels of the original program alone may have none of this one yet.</summary>
    private static IEnumerable<string> NamesIn(string username, PersonChange change) =>
        change.Sameness?.Person is { } person && Username.TryParse(username, out _) ? [username, person] : [username];

    /// <summary>In a sentence, with counts.</summary>
    public static string Words(AllVotes votes, string username, PersonChange change)
    {
        UserVotes? own = votes.GivenAs(username);
        int labels = own?.Votes.Count ?? 0;
        if (change.Sameness is { } sameness)
        {
            return sameness.Person is { } person ? Merging(votes, own, (username, person))
                : !Username.TryParse(username, out _) ? $"{Labels(labels)} given as {username}, which is no username, {(labels == 1 ? "counts" : "count")} nowhere again."
                : $"{Labels(labels)} given as {username} count{(labels == 1 ? "s" : "")} as {username}'s again.";
        }

        if (change.Exclusion is not { Reason: not null })
        {
            return $"{Labels(labels)} of {username} count{(labels == 1 ? "s" : "")} again in every figure and export.";
        }

        own = votes.Users.FirstOrDefault(user => user.Username == username);
        labels = own?.Votes.Count ?? 0;
        UserVotes[] others = [.. votes.Counted.Where(user => user.Username != username)];
        int alone = own?.Votes.Keys.Count(block => !others.Any(user => user.Votes.ContainsKey(block))) ?? 0;
        return $"{Labels(labels)} of {username} count{(labels == 1 ? "s" : "")} in no figure and no consensus; {Counted.Of(alone, "block")} {(alone == 1 ? "has" : "have")} no other label that counts. The labels stay.";
    }

    private static string Merging(AllVotes votes, UserVotes? own, (string Name, string Person) change)
    {
        UserVotes? other = votes.Users.FirstOrDefault(user => user.Username == change.Person);
        BlockId[] both = [.. (own?.Votes.Keys ?? []).Where(block => other?.Votes.ContainsKey(block) == true)];
        int differ = both.Count(block => own!.Votes[block].Label != other!.Votes[block].Label);
        int labels = own?.Votes.Count ?? 0;
        return $"{Labels(labels)} given as {change.Name} {(labels == 1 ? "counts" : "count")} as {change.Person}'s. {(both.Length == 0 ? "No block has a label under both names." : $"{Counted.Of(both.Length, "block")} {(both.Length == 1 ? "has" : "have")} a label under both names, {differ} of them another one: the later counts.")}";
    }

    private static string Labels(int count) => Counted.Of(count, "label");
}

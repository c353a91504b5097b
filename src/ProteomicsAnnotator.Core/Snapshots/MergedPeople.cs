using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Decisions;
using ProteomicsAnnotator.Core.Journals;

namespace ProteomicsAnnotator.Core.Snapshots;

/// <summary>
/// Labels given under several names of one person, as one person's. What has not changed since the last time is the same object
/// again. Not thread-safe.
/// </summary>
internal sealed class MergedPeople
{
    private readonly Dictionary<string, (UserVotes[] Names, UserVotes Person)> _known = new(StringComparer.Ordinal);

    /// <summary>
    /// The later label of a block counts, with the flag and note of that name, before what another one says of it without a label; of blocks
    /// without a label all is said that one of the names says.
    /// </summary>
    public AllVotes Merge(AllVotes votes, PeopleDecisions people)
    {
        if (people.IsNone)
        {
            return votes;
        }

        IEnumerable<UserVotes> merged = votes.Users
            .GroupBy(user => people.PersonOf(user.Username), StringComparer.Ordinal)
            .Select(names => PersonOf(names.Key, [.. names]))
            .OrderBy(user => user.Username, StringComparer.Ordinal);
        return votes with { Users = [.. merged], Given = votes.Users, People = people };
    }

    private UserVotes PersonOf(string username, UserVotes[] names)
    {
        if (names is [{ } alone] && alone.Username == username)
        {
            return alone;
        }

        if (_known.TryGetValue(username, out (UserVotes[] Names, UserVotes Person) known) && known.Names.SequenceEqual(names))
        {
            return known.Person;
        }

        UserVotes person = Of(username, names);
        _known[username] = (names, person);
        return person;
    }

    /// <summary>One person's labels of several names, as <see cref="Merge"/> counts them.</summary>
    internal static UserVotes Of(string username, UserVotes[] names)
    {
        var votes = new Dictionary<BlockId, Vote>();
        var marks = new Dictionary<BlockId, BlockMark>();
        foreach (UserVotes name in names)
        {
            foreach ((BlockId block, BlockMark mark) in name.Marks)
            {
                marks[block] = marks.TryGetValue(block, out BlockMark other)
                    ? new BlockMark(other.IsUnsure || mark.IsUnsure, other.Note ?? mark.Note) { Unusable = other.Unusable ?? mark.Unusable }
                    : mark;
            }
        }

        foreach (UserVotes name in names)
        {
            foreach ((BlockId block, Vote vote) in name.Votes)
            {
                if (votes.TryGetValue(block, out Vote other) && other.At >= vote.At)
                {
                    continue;
                }

                votes[block] = vote;
                if (name.Marks.TryGetValue(block, out BlockMark mark))
                {
                    marks[block] = mark;
                }
                else
                {
                    _ = marks.Remove(block);
                }
            }
        }

        return new UserVotes(username, votes) { Marks = marks };
    }
}

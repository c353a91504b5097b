using System.Runtime.CompilerServices;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Decisions;
using ProteomicsAnnotator.Core.Journals;

namespace ProteomicsAnnotator.Core.Snapshots;

/// <summary>
/// Takes labels of the calibration round out of the votes: whoever gave them was told the answer, so they count in no figure, no
/// plan and no export of votes. What has not changed since the last time is the same object again. Not thread-safe.
/// </summary>
internal sealed class SeparatedCalibration
{
    // By the votes, which are the same object as long as nothing changed; the object around them is made anew at each reading.
    private ConditionalWeakTable<object, Separated> _known = [];
    private CalibrationRound _round = CalibrationRound.None;

    public AllVotes Separate(AllVotes votes, CalibrationRound round)
    {
        if (round.IsNone)
        {
            return votes;
        }

        if (!ReferenceEquals(round, _round))
        {
            (_known, _round) = ([], round);
        }

        UserVotes[] users = [.. votes.Users.Select(VotesOf)];
        return votes with { Users = users, Given = ReferenceEquals(votes.Given, votes.Users) ? users : [.. votes.Given.Select(VotesOf)], Calibration = round };
    }

    private UserVotes VotesOf(UserVotes user)
    {
        if (_known.TryGetValue(user.Votes, out Separated? known) && ReferenceEquals(known.Marks, user.Marks) && known.Left.Username == user.Username)
        {
            return known.Left;
        }

        UserVotes left = Without(user);
        _known.AddOrUpdate(user.Votes, new Separated(user.Marks, left));
        return left;
    }

    private UserVotes Without(UserVotes all) => _round.Blocks.Any(block => all.Votes.ContainsKey(block) || all.Marks.ContainsKey(block))
        || _round.Past.Keys.Any(block => all.Votes.TryGetValue(block, out Vote vote) && _round.Takes(block, vote.At))
        ? all with
        {
            Votes = all.Votes.Where(vote => !_round.Takes(vote.Key, vote.Value.At)).ToDictionary(),
            Marks = all.Marks.Where(mark => !_round.Has(mark.Key)).ToDictionary(),
        }
        : all;

    private sealed record Separated(IReadOnlyDictionary<BlockId, BlockMark> Marks, UserVotes Left);
}

using System.Collections.Immutable;

namespace ProteomicsAnnotator.Core.Planning;

/// <summary>
/// Who labels which block: for each block a few seats, each for another person. A seat whose block its person has labelled
/// is fixed. Blocks and people are numbers here.
/// </summary>
internal sealed class Seats
{
    private const int Nobody = -1;
    private readonly int[] _who;
    private readonly int[] _fixed;
    private readonly int[] _pairs;
    private readonly HashSet<(int Block, int Person)> _barred;
    private readonly HashSet<int> _closed;

    public Seats(int blocks, int votes, int people)
    {
        (Blocks, Votes, People) = (blocks, votes, people);
        _who = new int[blocks * votes];
        Array.Fill(_who, Nobody);
        _fixed = new int[blocks];
        _pairs = new int[people * people];
        Load = new int[people];
        _barred = [];
        _closed = [];
    }

    private Seats(Seats other)
    {
        (Blocks, Votes, People) = (other.Blocks, other.Votes, other.People);
        (_who, _fixed, _pairs, Load) = ([.. other._who], [.. other._fixed], [.. other._pairs], [.. other.Load]);
        (_barred, _closed) = (other._barred, other._closed);
    }

    public int Blocks { get; }

    public int Votes { get; }

    public int People { get; }

    /// <summary>Seats of each person.</summary>
    public int[] Load { get; }

    public Seats Copy() => new(this);

    /// <summary>Blocks on which both have a seat.</summary>
    public int Common(int person, int other) => _pairs[(person * People) + other];

    /// <summary>People of the block, those with a fixed seat first.</summary>
    public ReadOnlySpan<int> Of(int block)
    {
        ReadOnlySpan<int> all = _who.AsSpan(block * Votes, Votes);
        int free = all.IndexOf(Nobody);
        return free < 0 ? all : all[..free];
    }

    public int FixedOf(int block) => _fixed[block];

    /// <summary>No further seat there, whatever is free.</summary>
    public bool IsFull(int block) => _closed.Contains(block) || _who[(block * Votes) + Votes - 1] != Nobody;

    /// <summary>The person gets no seat there.</summary>
    public void Bar(int block, int person) => _barred.Add((block, person));

    /// <summary>Gives out no further seat of a block.</summary>
    public void Close(int block) => _closed.Add(block);

    /// <summary>May be given a seat there.</summary>
    public bool MayHave(int block, int person) => !Of(block).Contains(person) && !_barred.Contains((block, person));

    /// <summary>Gives a person, as one who has labelled a block, a seat there that stays, or, where there is none left, bars that person from it.</summary>
    public bool Fix(int block, int person)
    {
        if (IsFull(block))
        {
            Bar(block, person);
            return false;
        }

        Seat(block, person);
        _fixed[block]++;
        return true;
    }

    /// <summary>The block has a free seat and the person none there.</summary>
    public void Seat(int block, int person)
    {
        Span<int> all = _who.AsSpan(block * Votes, Votes);
        int taken = all.IndexOf(Nobody);
        Meet(all[..taken], person, +1);
        all[taken] = person;
        Load[person]++;
    }

    /// <summary>Puts another person on a seat that is not fixed.</summary>
    public void Replace(int block, int person, int by)
    {
        Span<int> all = _who.AsSpan(block * Votes, Votes);
        int seat = all.IndexOf(person);
        Meet(all, person, -1);
        all[seat] = by;
        Meet(all, by, +1);
        Load[person]--;
        Load[by]++;
    }

    /// <summary>
    /// People not seen yet who can take a seat that this one has and that is not fixed, each with the block; they are seen then. From the
    /// last block on, which is the farthest from being labelled, and no farther than asked for.
    /// </summary>
    public IEnumerable<(int Person, int Block)> TakersFrom(int person, HashSet<int> seen, IReadOnlyList<int> takers)
    {
        int left = takers.Count(taker => !seen.Contains(taker));
        for (int block = Blocks - 1; block >= 0 && left > 0; block--)
        {
            if (!Of(block)[_fixed[block]..].Contains(person))
            {
                continue;
            }

            foreach (int next in takers)
            {
                if (!seen.Contains(next) && MayHave(block, next))
                {
                    _ = seen.Add(next);
                    left--;
                    yield return (next, block);
                }
            }
        }
    }

    /// <summary>Hands seats on along a chain.</summary>
    /// <param name="taker">Who gets the last one.</param>
    /// <param name="from">From whom each gets which; null: from nobody.</param>
    /// <returns>Who has given a seat away and got none.</returns>
    public int HandOn(int taker, (int Person, int Block)?[] from)
    {
        int person = taker;
        while (from[person] is { } giver)
        {
            Replace(giver.Block, giver.Person, person);
            person = giver.Person;
        }

        return person;
    }

    /// <summary>The fewest blocks that two of these people have in common; null: there are no two.</summary>
    public int? FewestCommon(IReadOnlyList<int> people) =>
        people.Count < 2 ? null : people.SelectMany((person, i) => people.Skip(i + 1).Select(other => Common(person, other))).Min();

    public ImmutableArray<int> BlocksOf(int person) => [.. Enumerable.Range(0, Blocks).Where(block => Of(block).Contains(person))];

    private void Meet(ReadOnlySpan<int> others, int person, int change)
    {
        foreach (int other in others)
        {
            if (other != person && other != Nobody)
            {
                _pairs[(person * People) + other] += change;
                _pairs[(other * People) + person] += change;
            }
        }
    }
}

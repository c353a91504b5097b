using System.Globalization;

namespace ProteomicsAnnotator.Core.Planning;

/// <summary>
/// Moves seats until each two annotators have enough blocks in common: two people of two blocks change places wherever that
/// brings the pairs nearer to it. Loads stay, fixed seats stay.
/// </summary>
internal sealed class OverlapRepair
{
    private const int TriesAPair = 4_000;

    private readonly Seats _seats;
    private readonly int[] _people;
    private readonly int _wanted;
    private readonly SeededRandom _random;

    private OverlapRepair(Seats seats, int[] people, int wanted, SeededRandom random)
    {
        (_seats, _people, _wanted, _random) = (seats, people, wanted, random);
    }

    /// <returns>
    /// The seats as given where they are good already, else better ones; null: it could not be done. <c>Most</c> is what can be
    /// had then, as far as was found.
    /// </returns>
    public static (Seats? Seats, int Most) Reach(Seats seats, int[] people, int wanted, int seed)
    {
        int have = seats.FewestCommon(people) ?? int.MaxValue;
        if (have >= wanted)
        {
            return (seats, have);
        }

        int bound = Math.Min(wanted, Bound(seats, people));
        (Seats? best, int low, int high) = (null, have, bound);
        for (int tried = bound; low < high; tried = low + ((high - low + 1) / 2))
        {
            // Its own random numbers: whoever asks for the number that was named gets the same search, and it succeeds.
            var repair = new OverlapRepair(seats.Copy(), people, tried, new SeededRandom(seed, "overlap", tried.ToString(CultureInfo.InvariantCulture)));
            if (repair.Run())
            {
                (best, low) = (repair._seats, tried);
            }
            else
            {
                high = tried - 1;
            }
        }

        return low >= wanted ? (best, low) : (null, low);
    }

    /// <summary>No plan with these loads has more: each block of a person meets Votes - 1 others there.</summary>
    private static int Bound(Seats seats, int[] people)
    {
        int smallest = people.Min(person => seats.Load[person]);
        return Math.Min(smallest, (int)((long)smallest * (seats.Votes - 1) / (people.Length - 1)));
    }

    private bool Run()
    {
        (int, int)[] pairs = [.. _people.SelectMany((person, i) => _people.Skip(i + 1).Select(other => (person, other)))];
        for (bool isBetter = true; isBetter;)
        {
            isBetter = false;
            foreach ((int person, int other) in pairs)
            {
                while (_seats.Common(person, other) < _wanted)
                {
                    if (!Join(person, other) && !Join(other, person))
                    {
                        break;
                    }

                    isBetter = true;
                }
            }
        }

        return pairs.All(pair => _seats.Common(pair.Item1, pair.Item2) >= _wanted);
    }

    /// <summary>Brings <paramref name="guest"/> to a block of <paramref name="host"/>.</summary>
    private bool Join(int host, int guest)
    {
        int[] here = [.. Enumerable.Range(0, _seats.Blocks).Where(block => _seats.Of(block).Contains(host) && _seats.MayHave(block, guest))];
        int[] there = [.. Enumerable.Range(0, _seats.Blocks).Where(block => _seats.Of(block)[_seats.FixedOf(block)..].Contains(guest) && !_seats.Of(block).Contains(host))];
        if (here.Length == 0 || there.Length == 0)
        {
            return false;
        }

        for (int tries = 0; tries < TriesAPair; tries++)
        {
            int block = here[_random.Below(here.Length)];
            int other = there[_random.Below(there.Length)];
            ReadOnlySpan<int> movable = _seats.Of(block)[_seats.FixedOf(block)..];
            int leaving = movable.Length == 0 ? host : movable[_random.Below(movable.Length)];
            if (leaving != host && _seats.MayHave(other, leaving) && Swap((block, leaving), (other, guest)))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Undone where the pairs are not nearer to what is wanted.</summary>
    private bool Swap((int Block, int Person) first, (int Block, int Person) second)
    {
        int[] concerned = [.. new HashSet<int>([.. _seats.Of(first.Block), .. _seats.Of(second.Block)])];
        int before = Missing(concerned, first.Person, second.Person);
        _seats.Replace(first.Block, first.Person, second.Person);
        _seats.Replace(second.Block, second.Person, first.Person);
        if (Missing(concerned, first.Person, second.Person) < before)
        {
            return true;
        }

        _seats.Replace(first.Block, second.Person, first.Person);
        _seats.Replace(second.Block, first.Person, second.Person);
        return false;
    }

    /// <summary>Common blocks that the two people still lack with these.</summary>
    private int Missing(int[] others, int person, int second)
    {
        int missing = 0;
        foreach (int other in others)
        {
            if (other != person && other != second && _people.Contains(other))
            {
                missing += Math.Max(0, _wanted - _seats.Common(person, other)) + Math.Max(0, _wanted - _seats.Common(second, other));
            }
        }

        return missing;
    }
}

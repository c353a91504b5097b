namespace ProteomicsAnnotator.Core.Planning;

/// <summary>
/// Fills the free seats: each block gets different people, each person the given number of further seats, and pairs of people
/// meet about equally often. Block by block in the order of the walk, so that early blocks are complete early.
/// </summary>
internal sealed class SeatAssignment
{
    /// <summary>Blocks that a person may be ahead of, or behind, an even pace, for the sake of the pairs.</summary>
    private const int Slack = 2;

    private readonly Seats _seats;
    private readonly int[] _left;
    private readonly int[] _share;
    private readonly int[] _extra;
    private readonly int[] _open;
    private readonly double[] _urgency;
    private readonly SeededRandom _random;

    private SeatAssignment(Seats seats, int[] further, SeededRandom random)
    {
        (_seats, _left, _random) = (seats, further, random);
        _share = [.. further];
        _extra = new int[seats.People];
        _open = new int[seats.People];
        _urgency = new double[seats.People];
    }

    /// <param name="seats">Some may be taken.</param>
    /// <param name="further">Seats that each person is to get now, adding up to the free ones; negative: the person has left and gets none.</param>
    /// <param name="random">For ties.</param>
    public static void Fill(Seats seats, int[] further, SeededRandom random)
    {
        var assignment = new SeatAssignment(seats, further, random);
        int[] blocks = [.. Enumerable.Range(0, seats.Blocks).Where(block => !seats.IsFull(block))];
        assignment.CountOpen(blocks);
        foreach (int block in blocks)
        {
            assignment.FillEvenly(block);
        }

        foreach (int block in blocks)
        {
            while (!seats.IsFull(block))
            {
                assignment.FillLast(block);
            }
        }
    }

    private void CountOpen(int[] blocks)
    {
        Array.Fill(_open, blocks.Length);
        foreach (int block in blocks)
        {
            foreach (int person in _seats.Of(block))
            {
                _open[person]--;
            }
        }
    }

    private void FillEvenly(int block)
    {
        for (int person = 0; person < _seats.People; person++)
        {
            bool may = _left[person] > 0 && _seats.MayHave(block, person);
            _urgency[person] = may ? _left[person] / (double)Math.Max(1, _open[person]) : -1;
        }

        int before = _seats.Of(block).Length;
        for (int person = 0; person < _seats.People; person++)
        {
            // Every block from here on is needed: no other choice keeps the share.
            if (_urgency[person] >= 1 && !_seats.IsFull(block))
            {
                Take(block, person);
            }
        }

        while (!_seats.IsFull(block) && Choose(block) is { } chosen)
        {
            Take(block, chosen);
        }

        for (int person = 0; person < _seats.People; person++)
        {
            _open[person] -= _seats.Of(block)[..before].Contains(person) ? 0 : 1;
        }
    }

    private void Take(int block, int person)
    {
        _seats.Seat(block, person);
        _left[person]--;
        _urgency[person] = -1;
    }

    /// <summary>Of those who are not ahead of the pace, the one who has met the block's people least often.</summary>
    private int? Choose(int block)
    {
        double most = _urgency.Max();
        if (most < 0)
        {
            return null;
        }

        ReadOnlySpan<int> others = _seats.Of(block);
        (int Person, int Met, double Urgency, int Tie)? best = null;
        for (int person = 0; person < _seats.People; person++)
        {
            if (_urgency[person] < 0 || (_left[person] + Slack) < most * _open[person])
            {
                continue;
            }

            int met = 0;
            foreach (int other in others)
            {
                met += _seats.Common(person, other);
            }

            (int Person, int Met, double Urgency, int Tie) found = (person, met, _urgency[person], _random.Below(1 << 20));
            if (best is not { } b || (found.Met, -found.Urgency, found.Tie).CompareTo((b.Met, -b.Urgency, b.Tie)) < 0)
            {
                best = found;
            }
        }

        return best?.Person;
    }

    /// <summary>
    /// Where what is labelled or kept already leaves only people on the block who have their share: one of them moves here, and
    /// hands a seat elsewhere on, from one to the next, until somebody with seats left takes it. Where there is no such way, the one who is
    /// the least above the share takes one more.
    /// </summary>
    private void FillLast(int block)
    {
        var from = new (int Person, int Block)?[_seats.People];
        int[] active = [.. Enumerable.Range(0, _seats.People).Where(person => _left[person] >= 0)];
        int[] ends = [.. active.Where(person => _seats.MayHave(block, person)).OrderByDescending(person => _left[person])];
        if (_left[ends[0]] > 0)
        {
            HandOn(block, ends[0], from);
            return;
        }

        var reached = new Queue<int>(ends);
        var seen = new HashSet<int>(ends);
        while (reached.TryDequeue(out int person))
        {
            foreach ((int next, int at) in _seats.TakersFrom(person, seen, active))
            {
                from[next] = (person, at);
                if (_left[next] > 0)
                {
                    HandOn(block, next, from);
                    return;
                }

                reached.Enqueue(next);
            }
        }

        int taker = seen.MinBy(person => ((double)(_extra[person] + 1) / Math.Max(1, _share[person]), person));
        _extra[taker]++;
        _left[taker]++;
        HandOn(block, taker, from);
    }

    private void HandOn(int block, int taker, (int Person, int Block)?[] from)
    {
        _left[taker]--;
        _seats.Seat(block, _seats.HandOn(taker, from));
    }
}

namespace ProteomicsAnnotator.Core.Planning;

/// <summary>
/// Where labels fix seats, people may have got more than their shares while others got fewer, or one of them all that is too much: seats
/// that were taken later may have opened a better way. Seats go on along chains of people as long as that brings two of them nearer to
/// their shares. Whole shares that were met stay as they are.
/// </summary>
internal static class SeatEvening
{
    /// <summary>Less is an error of rounding.</summary>
    private const double Least = 1e-9;

    /// <param name="seats">All given out.</param>
    /// <param name="above">How many blocks each person has above the own share, below it negative; null: the person has left.</param>
    public static void Even(Seats seats, double?[] above)
    {
        while (true)
        {
            double lowest = above.Min() ?? 0;
            int[] givers = [.. Enumerable.Range(0, seats.People).Where(person => above[person] - lowest > 1 + Least).OrderByDescending(person => above[person]).ThenBy(person => person)];
            if (!givers.Any(giver => HandsOn(seats, above, giver)))
            {
                return;
            }
        }
    }

    private static bool HandsOn(Seats seats, double?[] above, int giver)
    {
        var from = new (int Person, int Block)?[seats.People];
        var reached = new Queue<int>([giver]);
        HashSet<int> seen = [giver];
        while (reached.TryDequeue(out int person))
        {
            foreach ((int next, int block) in seats.TakersFrom(person, seen, [.. Enumerable.Range(0, seats.People).Where(taker => above[taker] is not null)]))
            {
                from[next] = (person, block);
                reached.Enqueue(next);
            }
        }

        int taker = seen.MinBy(person => (above[person], person));
        if (!(above[giver] - above[taker] > 1 + Least))
        {
            return false;
        }

        _ = seats.HandOn(taker, from);
        above[giver]--;
        above[taker]++;
        return true;
    }
}

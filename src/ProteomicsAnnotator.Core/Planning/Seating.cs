using ProteomicsAnnotator.Core.Blocks;

namespace ProteomicsAnnotator.Core.Planning;

/// <summary>People and blocks of a plan as numbers, with the seats they have got.</summary>
/// <param name="Names">Of the people: those of the request first, then others who keep blocks they have labelled.</param>
/// <param name="Seats">Blocks are numbered in the order of the walk.</param>
/// <param name="Active">Numbers of the request's people.</param>
/// <param name="OutsidePlan">Labels for which there is no seat.</param>
internal sealed record Seating(string[] Names, Seats Seats, int[] Active, int OutsidePlan)
{
    /// <summary>Votes that are not blind and have a seat all the same: too few people are left who could give a blind one.</summary>
    public int NotBlindKept { get; private init; }

    public static Seating Of(PlanRequest request, PlanBasis basis, BlockId[] walk, IReadOnlySet<BlockId> randomShare)
    {
        string[] asked = [.. request.Annotators.Select(annotator => annotator.Username)];
        string[] left = [.. basis.Previous.Keys.Except(asked, StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        string[] names = [.. asked, .. left];
        Dictionary<BlockId, int> numbers = walk.Index().ToDictionary(block => block.Item, block => block.Index);
        var seats = new Seats(walk.Length, request.Votes, names.Length);
        int outside = SeatLabelled(seats, names, basis, numbers);
        (int outsideToo, int kept) = BarNotBlind(seats, (names, asked.Length), basis, numbers);
        foreach (BlockId block in basis.Sure.Where(block => !randomShare.Contains(block)))
        {
            if (numbers.TryGetValue(block, out int number))
            {
                seats.Close(number);
            }
        }

        int[] labelled = [.. seats.Load];
        (int[] further, double[] exact) = Further(request, seats, left.Length);
        if (request.StopAt > 0)
        {
            KeepRandomShare(seats, names, (basis, numbers, randomShare), further);
        }

        KeepPrevious(seats, names, (basis, numbers), further);
        SeatAssignment.Fill(seats, further, new SeededRandom(request.Seed, "seats"));
        SeatEvening.Even(seats, [.. names.Select((_, person) => person < exact.Length ? seats.Load[person] - labelled[person] - exact[person] : (double?)null)]);
        return new Seating(names, seats, [.. Enumerable.Range(0, asked.Length)], outside + outsideToo) { NotBlindKept = kept };
    }

    /// <summary>Who was given a block by the version before goes first to a seat there.</summary>
    private static int SeatLabelled(Seats seats, string[] names, PlanBasis basis, Dictionary<BlockId, int> numbers)
    {
        int outside = 0;
        foreach (bool wasPlanned in (ReadOnlySpan<bool>)[true, false])
        {
            foreach ((int person, string name) in names.Index())
            {
                HashSet<BlockId> planned = [.. basis.Previous.GetValueOrDefault(name) ?? []];
                foreach (BlockId block in (basis.Labelled.GetValueOrDefault(name) ?? new HashSet<BlockId>()).Where(block => planned.Contains(block) == wasPlanned).Order())
                {
                    outside += numbers.TryGetValue(block, out int number) && !seats.Fix(number, person) ? 1 : 0;
                }
            }
        }

        return outside;
    }

    /// <summary>
    /// Who can give no blind vote on a block gets no seat there, as long as enough others are left for its seats. The last ones, in the
    /// order of names, keep theirs: a vote that is not blind is more than none.
    /// </summary>
    private static (int Outside, int Kept) BarNotBlind(Seats seats, (string[] Names, int Active) people, PlanBasis basis, Dictionary<BlockId, int> numbers)
    {
        (int outside, int kept) = (0, 0);
        var barred = new Dictionary<int, int>();
        foreach ((int person, string name) in people.Names.Index())
        {
            foreach (BlockId block in (basis.NotBlind.GetValueOrDefault(name) ?? new HashSet<BlockId>()).Order())
            {
                if (!numbers.TryGetValue(block, out int number))
                {
                    continue;
                }

                bool isActive = person < people.Active;
                if (!isActive || people.Active - barred.GetValueOrDefault(number) > seats.Votes)
                {
                    barred[number] = barred.GetValueOrDefault(number) + (isActive ? 1 : 0);
                    seats.Bar(number, person);
                    outside++;
                }
                else
                {
                    bool isSeated = seats.Fix(number, person);
                    kept += isSeated ? 1 : 0;
                    outside += isSeated ? 0 : 1;
                }
            }
        }

        return (outside, kept);
    }

    /// <summary>What is still to be done is shared by weight, whatever each has done before.</summary>
    private static (int[] Whole, double[] Exact) Further(PlanRequest request, Seats seats, int left)
    {
        int[] most = [.. request.Annotators.Select((_, person) => Enumerable.Range(0, seats.Blocks).Count(block => !seats.IsFull(block) && seats.MayHave(block, person)))];
        int free = Enumerable.Range(0, seats.Blocks).Sum(block => seats.IsFull(block) ? 0 : seats.Votes - seats.Of(block).Length);
        double[] weights = [.. request.Annotators.Select(annotator => annotator.Weight)];
        double[] exact = PlanShares.Exact(free, weights, most);
        return ([.. PlanShares.Whole(exact, weights, most), .. Enumerable.Repeat(-1, left)], exact);
    }

    /// <summary>
    /// Where blocks stop, those of the random share stay with the people they were given to: who votes there must not hang on
    /// what others have said elsewhere, or the figures of the share are of other people than those of all blocks.
    /// </summary>
    private static void KeepRandomShare(Seats seats, string[] names, (PlanBasis Basis, Dictionary<BlockId, int> Numbers, IReadOnlySet<BlockId> Share) from, int[] further)
    {
        foreach ((int person, string name) in names.Index())
        {
            foreach (BlockId block in (from.Basis.Previous.GetValueOrDefault(name) ?? []).Where(from.Share.Contains))
            {
                if (further[person] > 0 && from.Numbers.TryGetValue(block, out int number) && !seats.IsFull(number) && seats.MayHave(number, person))
                {
                    _ = seats.Fix(number, person);
                    further[person]--;
                }
            }
        }
    }

    /// <summary>From the front of the walk, as far as the new share goes: the order of a queue may follow from labels.</summary>
    private static void KeepPrevious(Seats seats, string[] names, (PlanBasis Basis, Dictionary<BlockId, int> Numbers) from, int[] further)
    {
        foreach ((int person, string name) in names.Index())
        {
            int[] before = [.. (from.Basis.Previous.GetValueOrDefault(name) ?? []).Where(from.Numbers.ContainsKey).Select(block => from.Numbers[block]).Order()];
            foreach (int number in before)
            {
                if (further[person] > 0 && !seats.IsFull(number) && seats.MayHave(number, person))
                {
                    seats.Seat(number, person);
                    further[person]--;
                }
            }
        }
    }
}

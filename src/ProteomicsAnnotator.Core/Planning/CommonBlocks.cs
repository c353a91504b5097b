using System.Collections.Frozen;
using ProteomicsAnnotator.Core.Blocks;

namespace ProteomicsAnnotator.Core.Planning;

/// <summary>
/// Blocks that many people get: those with a known answer (gold), and at least as many without one (decoys), so that nothing in
/// a queue separates the two. They come on top of the ordinary blocks, for each person in proportion to the own ones.
/// </summary>
internal sealed record CommonBlocks(IReadOnlyList<BlockId> Gold, IReadOnlyList<BlockId> Decoys)
{
    public IReadOnlySet<BlockId> All { get; } = Gold.Concat(Decoys).ToFrozenSet();

    public IReadOnlyList<string> Notices { get; private init; } = [];

    public static CommonBlocks Choose(PlanRequest request, PlanBasis basis)
    {
        HashSet<BlockId> blocks = [.. basis.Blocks];

        // What one of these people has begun stays what it is, and whoever has met a block is not measured by it.
        HashSet<BlockId> begun = [.. request.Annotators.Select(annotator => annotator.Username).Concat(basis.Previous.Keys)
            .SelectMany(basis.DoneBy)];
        bool Stays(BlockId block) => blocks.Contains(block) && (request.Gold > 0 || begun.Contains(block));
        BlockId[] keptGold = [.. basis.PreviousGold.Where(block => Stays(block) && basis.Gold.Contains(block))];
        BlockId[] keptDecoys = [.. basis.PreviousDecoys.Concat(basis.PreviousGold.Where(block => !basis.Gold.Contains(block))).Where(Stays)];
        if (request.Gold <= 0)
        {
            return new CommonBlocks(keptGold, keptDecoys);
        }

        int wanted = GoldOfTheLargestQueue(request, basis.Blocks.Count);
        if (keptGold.Length + keptDecoys.Length == 0 && GoldBeside(request.Gold, Math.Ceiling(PartOfTheLargestQueue(request) * (basis.Blocks.Count - (2 * wanted)))) == 0)
        {
            // Else gold and decoys would stand in nobody's queue.
            return new CommonBlocks([], []) { Notices = ["No gold: the queues are so short that the share asked for is less than a block."] };
        }

        HashSet<BlockId> keptAlready = [.. keptGold, .. keptDecoys];
        BlockId[] gold = [.. keptGold, .. Drawn(basis, (request.Seed, "gold"), basis.Gold.Where(block => blocks.Contains(block) && !keptAlready.Contains(block) && !begun.Contains(block))).Take(Math.Max(0, wanted - keptGold.Length))];
        HashSet<BlockId> taken = [.. gold, .. keptDecoys, .. basis.Gold, .. begun];
        BlockId[] decoys = [.. keptDecoys, .. Beside(gold, keptDecoys, Drawn(basis, (request.Seed, "decoys"), basis.Blocks.Where(block => !taken.Contains(block))))];
        gold = gold[..Math.Max(keptGold.Length, Math.Min(gold.Length, decoys.Length))];
        var chosen = new CommonBlocks([.. gold.Order()], [.. decoys.Order()]);
        return gold.Length < wanted
            ? chosen with { Notices = [$"Less gold than asked for: {gold.Length} of {wanted} blocks. It needs blocks with a known answer, and as many others for decoys, that nobody here has labelled."] }
            : chosen;
    }

    /// <summary>
    /// Those of one person, in ordinal order: what the person has done already, and the same part of the gold as of the decoys, so that
    /// no block of one kind stands in more queues than one of the other; never more gold than decoys.
    /// </summary>
    /// <param name="request">How much gold.</param>
    /// <param name="basis">What the person has done.</param>
    /// <param name="person">Who, and how many ordinary blocks that person has.</param>
    /// <param name="isActive">Gets further ones.</param>
    public BlockId[] Of(PlanRequest request, PlanBasis basis, (string Username, int Ordinary) person, bool isActive)
    {
        IReadOnlySet<BlockId> done = basis.DoneBy(person.Username);
        int gold = isActive ? Math.Min(GoldBeside(request.Gold, person.Ordinary), Math.Min(Gold.Count, Decoys.Count)) : 0;
        double decoys = gold == 0 ? 0 : gold * Math.Max(1, (double)Decoys.Count / Gold.Count);
        double chance = SeededRandom.Hash(request.Seed, "rest", person.Username, basis.Salt) / (double)ulong.MaxValue;
        IEnumerable<BlockId> Mine(IReadOnlyList<BlockId> kind, int count)
        {
            // Done ones first: they count towards the own number.
            BlockId[] own = [.. kind.Where(done.Contains)];
            return own.Concat(Drawn(basis, (request.Seed, person.Username), kind.Where(block => !done.Contains(block))).Take(Math.Max(0, count - own.Length)));
        }

        return [.. Mine(Gold, gold).Concat(Mine(Decoys, (int)Math.Min(Decoys.Count, Math.Floor(decoys + chance)))).Order()];
    }

    /// <summary>A queue holds s ordinary blocks, g gold and g decoys; g is the asked share p of them all: g = p s / (1 - 2 p).</summary>
    private static int GoldBeside(double share, double ordinary) => (int)Math.Round(share * ordinary / (1 - (2 * share)), MidpointRounding.AwayFromZero);

    /// <summary>Gold and decoys are taken from the blocks, so that the largest queue has its part f of n - 2 g ordinary blocks.</summary>
    private static int GoldOfTheLargestQueue(PlanRequest request, int blocks)
    {
        double part = PartOfTheLargestQueue(request);
        return GoldBeside(request.Gold, part * blocks / (1 + (2 * request.Gold * part / (1 - (2 * request.Gold)))));
    }

    private static double PartOfTheLargestQueue(PlanRequest request) =>
        Math.Min(1, request.Votes * request.Annotators.Max(annotator => annotator.Weight) / request.Annotators.Sum(annotator => annotator.Weight));

    /// <summary>As many decoys as are missing, in the folders of the gold as far as there are blocks: else gold of a few folders could be told by where it is.</summary>
    private static BlockId[] Beside(BlockId[] gold, BlockId[] kept, IEnumerable<BlockId> drawn)
    {
        int missing = Math.Max(0, gold.Length - kept.Length);
        Dictionary<string, int> lacking = gold.CountBy(DataSet.FolderOf, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
        foreach (string folder in kept.Select(DataSet.FolderOf))
        {
            lacking[folder] = lacking.GetValueOrDefault(folder) - 1;
        }

        (List<BlockId> near, List<BlockId> far) = ([], []);
        foreach (BlockId block in drawn)
        {
            string folder = DataSet.FolderOf(block);
            bool isNear = lacking.GetValueOrDefault(folder) > 0;
            lacking[folder] = lacking.GetValueOrDefault(folder) - (isNear ? 1 : 0);
            (isNear ? near : far).Add(block);
        }

        return [.. near.Concat(far).Take(missing)];
    }

    /// <summary>In an order that nobody can compute who does not know the salt.</summary>
    private static IEnumerable<BlockId> Drawn(PlanBasis basis, (int Seed, string Word) by, IEnumerable<BlockId> from) =>
        from.OrderBy(block => SeededRandom.Hash(by.Seed, "common", by.Word, basis.Salt, block.Value));
}

using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Planning;

/// <summary>
/// Makes a plan: exactly so many different people for each ordinary block, shares by weight, pairs that meet often enough, and
/// nothing that has been labelled moved to somebody else. A pure function: the same request and basis give the same plan everywhere.
/// </summary>
public static class Planner
{
    public static PlanResult Make(PlanRequest request, PlanBasis basis)
    {
        if (FaultOf(request, basis) is { } fault)
        {
            return new PlanResult(null, fault);
        }

        CommonBlocks common = CommonBlocks.Choose(request, basis);
        BlockId[] walk = Walk.Of([.. basis.Blocks.Where(block => !common.All.Contains(block))], request, basis.Points);
        if (walk.Length == 0)
        {
            return new PlanResult(null, "No ordinary block is left to plan beside gold and decoys. Plan more blocks, or less gold.");
        }

        HashSet<BlockId> drawn = Walk.RandomShareOf(request, basis, walk);
        var seating = Seating.Of(request, basis, walk, drawn);
        int[] active = seating.Active;
        (Seats? seats, int most) = request.OverlapPairs == 0
            ? (seating.Seats, 0)
            : OverlapRepair.Reach(seating.Seats, active, request.OverlapPairs, request.Seed);
        if (seats is null)
        {
            return new PlanResult(
                null,
                $"--overlap-pairs {request.OverlapPairs} cannot be met: {most} is the largest number of blocks that each two of {active.Length} annotators were found to be able to have in common here, with {Counted.Of(walk.Length, "block")} and {Counted.Of(request.Votes, "vote")} a block. It is the number of common blocks of each pair; blocks that have labels stay with whoever gave them.");
        }

        return new PlanResult(Draft(request, basis, (walk, drawn, common, seating with { Seats = seats })), null);
    }

    private static PlanDraft Draft(PlanRequest request, PlanBasis basis, (BlockId[] Walk, HashSet<BlockId> Drawn, CommonBlocks Common, Seating Seating) made)
    {
        (BlockId[] walk, HashSet<BlockId> drawn, CommonBlocks common, Seating seating) = made;
        var people = new List<PersonPlan>();
        var tooFew = new List<string>();
        foreach ((int person, string username) in seating.Names.Index())
        {
            bool isActive = seating.Active.Contains(person);
            IReadOnlySet<BlockId>? labelled = basis.Labelled.GetValueOrDefault(username);
            BlockId[] ordinary = LabelOrder.Apply([.. seating.Seats.BlocksOf(person).Select(block => walk[block])], block => labelled?.Contains(block) == true || drawn.Contains(block), basis.Ranks);
            BlockId[] shared = common.Of(request, basis, (username, ordinary.Length), isActive);
            if (isActive || ordinary.Length + shared.Length > 0)
            {
                var repeats = new RepeatShare(isActive ? request.Repeats : 0, basis.DoneBy(username), (basis.PreviousRepeats.GetValueOrDefault(username) ?? []).ToHashSet());
                (BlockId[] queue, int missing) = QueueMaker.Of(ordinary, shared, repeats, request.Seed, username);
                tooFew.AddRange(missing > 0 ? [username] : []);
                people.Add(new PersonPlan(username, ordinary, queue, labelled is null ? 0 : ordinary.Count(labelled.Contains)));
            }
        }

        return new PlanDraft(request, basis, [.. people.OrderBy(person => person.Username, StringComparer.Ordinal)])
        {
            Gold = common.Gold,
            Decoys = common.Decoys,
            RandomShare = [.. drawn.Order()],
            Overlaps = [.. seating.Active.SelectMany((person, i) => seating.Active.Skip(i + 1).Select(other => seating.Seats.Common(person, other)))],
            OutsidePlan = seating.OutsidePlan,
            Retired = Enumerable.Range(0, walk.Length).Count(block => seating.Seats.IsFull(block) && seating.Seats.Of(block).Length < request.Votes),
            Notices = [.. common.Notices, .. Vanished(basis), .. NotBlindNotices(basis, seating), .. OrderNotices(request, drawn.Count), .. ShareNotices(request, basis, (walk, drawn)), .. RepeatNotices(tooFew)],
        };
    }

    private static IEnumerable<string> Vanished(PlanBasis basis) => basis.Vanished == 0 ? [] :
        [$"{Counted.Of(basis.Vanished, "block")} of the version before {(basis.Vanished == 1 ? "is" : "are")} not in the data root now and no longer planned; labels given there stay."];

    private static IEnumerable<string> NotBlindNotices(PlanBasis basis, Seating seating)
    {
        int votes = basis.NotBlind.Values.Sum(blocks => blocks.Count);
        if (votes > 0)
        {
            yield return $"{Counted.Of(votes, "vote")} given after others' votes or the final label could be seen {(votes == 1 ? "takes" : "take")} no seat: other people are asked for the blind ones.";
        }

        if (seating.NotBlindKept > 0)
        {
            yield return $"{seating.NotBlindKept:N0} of these {(seating.NotBlindKept == 1 ? "has" : "have")} one all the same: too few people are left who could give a blind vote.";
        }
    }

    private static IEnumerable<string> OrderNotices(PlanRequest request, int drawn) => WalkOrders.IsInformative(request.Order) && drawn == 0
        ? ["No block keeps its place at random: as long as not all is labelled, agreement and shares of classes lean towards the blocks that come first. --random-share 10% keeps some."]
        : [];

    private static IEnumerable<string> ShareNotices(PlanRequest request, PlanBasis basis, (BlockId[] Walk, HashSet<BlockId> Drawn) made)
    {
        if (made.Drawn.Count > 0 && basis.PreviousRandomShare.Count > 0 && Array.Exists(made.Walk, block => made.Drawn.Contains(block) != Walk.IsDrawn(block, request)))
        {
            yield return $"The random share stays what it was, {Counted.Of(made.Drawn.Count(basis.PreviousRandomShare.Contains), "block")}: drawn anew, it would depend on what has been labelled since. Share and seed count for blocks that are new.";
        }
    }

    private static IEnumerable<string> RepeatNotices(List<string> tooFew) => tooFew.Count == 0
        ? []
        : [$"Fewer repeats than asked for {string.Join(", ", tooFew.Order(StringComparer.Ordinal))}: a repeat comes at least {QueueMaker.RepeatDistance} blocks after its block, and the queue is too short."];

    private static string? FaultOf(PlanRequest request, PlanBasis basis) => (request, basis) switch
    {
        ({ Annotators.Count: 0 }, _) => "A plan needs annotators: --annotators alice,bob,carol.",
        ({ Votes: < 1 or > PlanRequest.MostVotes }, _) => $"{request.Votes} votes a block; expected 1 to {PlanRequest.MostVotes}.",
        ({ Annotators.Count: > PlanRequest.MostAnnotators }, _) => $"{request.Annotators.Count} annotators; a plan has at most {PlanRequest.MostAnnotators}.",
        _ when request.Annotators.FirstOrDefault(annotator => basis.People.Excluded.ContainsKey(annotator.Username)) is { } excluded =>
            $"{excluded.Username} is excluded ({basis.People.Excluded[excluded.Username].Reason}): the labels would not count. Plan without {excluded.Username}, or let the labels count again.",
        _ when request.Annotators.FirstOrDefault(annotator => basis.People.Same.ContainsKey(annotator.Username)) is { } alias =>
            $"{alias.Username} is one person with {basis.People.PersonOf(alias.Username)}: plan {basis.People.PersonOf(alias.Username)}.",
        _ when request.Annotators.Count < request.Votes => $"{request.Votes} votes by different people need at least {request.Votes} annotators; there {(request.Annotators.Count == 1 ? "is 1" : $"are {request.Annotators.Count}")}.",
        _ when request.Blocks is { } filter && !basis.Blocks.Any(block => PlanDesk.Matches(block, filter)) => $"No block matches {filter}.",
        (_, { Blocks.Count: 0 }) => request.Blocks is null ? "There is no block to plan." : $"No block matches {request.Blocks}.",
        ({ OverlapPairs: < 0 }, _) => "--overlap-pairs is a whole number, 0 or more.",
        ({ Gold: not 0 and (< PlanRequest.LeastGold or > PlanRequest.MostGold) }, _) => $"--gold is 0 or a share from {PlanRequest.LeastGold * 100} to {PlanRequest.MostGold * 100} %.",
        ({ StopAt: not 0 and (< 0.5 or > 1) }, _) => "--stop-at is a probability from 50 to 100 %, or 0 for no stop.",
        ({ LeastVotes: < 1 } or { RandomShare: < 0 or > 1 }, _) => "--least-votes is 1 or more, --random-share 0 to 100 %.",
        ({ Order: WalkOrder.Scored }, { AllowsModelOrder: false }) => "An order by the scores of a model is made only while the campaign allows it: ./launch.sh settings --set model_order=true.",
        ({ Order: WalkOrder.Scored, RandomShare: <= 0 }, _) => "An order by the scores of a model is mixed with blocks that keep their places at random: --random-share 10%.",
        ({ Order: WalkOrder.Scored }, { Ranks.Count: 0 }) => $"{request.Model ?? "No model is named, so it"} has no score of any of these blocks.",
        ({ Repeats: < 0 or > PlanRequest.MostRepeats }, _) => $"--repeats is a share from 0 to {PlanRequest.MostRepeats * 100} %.",
        _ => null,
    };
}

using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Merge;
using ProteomicsAnnotator.Core.Planning;
using ProteomicsAnnotator.Core.Roots;
using ProteomicsAnnotator.Core.Snapshots;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Agreement.Quality;

/// <summary>What the plan drew so that the campaign can be measured, and how it was answered.</summary>
/// <param name="Repeats">Whoever labelled a block once more, by name.</param>
/// <param name="Random">The random share of a plan that goes by labels; null: no plan does.</param>
/// <param name="Faults">What could not be read, in words: figures lack it.</param>
public sealed record CampaignSample(IReadOnlyList<PersonRepeats> Repeats, RandomShare? Random, IReadOnlyList<string> Faults)
{
    public static CampaignSample None { get; } = new([], null, []);

    /// <summary>Blocking. Reads the plans beside a share that was read whole.</summary>
    public static CampaignSample Read(SharedRoot root, ShareSnapshot share)
    {
        var files = new PlanFiles(root);
        List<string> faults = [];
        PlanVersions versions = Value(files.Read, faults) ?? PlanVersions.None;
        faults.AddRange(versions.Unusable.Select(file => file.Words));
        return new CampaignSample(RepeatsOf(files, versions, share, faults), RandomOf(files, versions, faults), faults);
    }

    private static PersonRepeats[] RepeatsOf(PlanFiles files, PlanVersions versions, ShareSnapshot share, List<string> faults)
    {
        var people = new SortedDictionary<string, (List<LabelRepeat> Hidden, List<LabelRepeat> SelfChecks)>(StringComparer.Ordinal);
        foreach ((string username, IReadOnlyList<LabelRepeat> repeats) in share.Repeats)
        {
            string person = share.Votes.People.PersonOf(username);
            HashSet<BlockId> planned = [.. new[] { username, person }.Distinct(StringComparer.Ordinal)
                .SelectMany(name => Value(() => files.ReadRepeated(versions, name), faults) ?? new HashSet<BlockId>())];
            if (!people.TryGetValue(person, out (List<LabelRepeat> Hidden, List<LabelRepeat> SelfChecks) known))
            {
                people[person] = known = ([], []);
            }

            foreach (LabelRepeat repeat in repeats.Where(repeat => repeat.Key.Root is null))
            {
                (planned.Contains(repeat.Key.Block) ? known.Hidden : known.SelfChecks).Add(repeat);
            }
        }

        return [.. people.Select(person => new PersonRepeats(person.Key, person.Value.Hidden, person.Value.SelfChecks))];
    }

    /// <summary>Labels that were given while an earlier version went by labels stay biased, so the latest one that does is asked.</summary>
    private static RandomShare? RandomOf(PlanFiles files, PlanVersions versions, List<string> faults)
    {
        foreach (PlanVersion version in versions.Versions.Reverse())
        {
            if (Value(() => files.ReadDesign(version), faults) is { RandomShare.Count: > 0 } design && WhyOf(design.Request) is { } why)
            {
                return new RandomShare(version.Version, why, design.RandomShare.ToHashSet());
            }
        }

        return null;
    }

    private static string? WhyOf(PlanRequest request)
    {
        string by = request.Order == WalkOrder.Scored ? "the scores of a model" : "labels";
        return (request.StopAt > 0, WalkOrders.IsInformative(request.Order)) switch
        {
            (true, true) => $"the plan stops votes on blocks that are sure, and orders queues by {by}",
            (true, false) => "the plan stops votes on blocks that are sure",
            (false, true) => $"the plan orders queues by {by}",
            _ => null,
        };
    }

    private static T? Value<T>(Func<T> read, List<string> faults)
        where T : class
    {
        try
        {
            return read();
        }
        catch (StorageException fault)
        {
            if (!faults.Contains(fault.Message, StringComparer.Ordinal))
            {
                faults.Add(fault.Message);
            }

            return null;
        }
    }
}

/// <summary>Blocks that one person labelled once more without seeing which they were.</summary>
/// <param name="Username">Who.</param>
/// <param name="Hidden">Those that stand twice in a queue of the plan.</param>
/// <param name="SelfChecks">All others.</param>
public sealed record PersonRepeats(string Username, IReadOnlyList<LabelRepeat> Hidden, IReadOnlyList<LabelRepeat> SelfChecks);

/// <summary>Blocks drawn at random that get all votes and keep their places.</summary>
/// <param name="PlanVersion">Which drew them.</param>
/// <param name="Why">Why figures of all other blocks may be biased, in words.</param>
/// <param name="Blocks">Which.</param>
public sealed record RandomShare(int PlanVersion, string Why, IReadOnlySet<BlockId> Blocks);

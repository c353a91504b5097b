using System.Collections.Frozen;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Decisions;
using ProteomicsAnnotator.Core.Journals;
using ProteomicsAnnotator.Core.Merge;
using ProteomicsAnnotator.Core.Roots;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Snapshots;

/// <summary>All evidence that the journals hold, but for what an admin has decided to forget.</summary>
/// <param name="Votes">Of the votes that count for a block of the configured data root, by block and person.</param>
public sealed record ShareEvidence(IReadOnlyDictionary<(BlockId Block, string Username), VoteEvidence> Votes)
{
    public static ShareEvidence None { get; } = new(FrozenDictionary<(BlockId, string), VoteEvidence>.Empty);

    /// <summary>Times of all decisions that carry evidence, sorted, those that are forgotten too.</summary>
    public IReadOnlyList<DateTimeOffset> Times { get; init; } = [];

    /// <summary>The decision to forget that counts; null: there is none.</summary>
    public EvidenceForgetting? Forgetting { get; init; }

    /// <summary>Why it is not known what is to be forgotten, in words: then no evidence is given. Null: it is known.</summary>
    public string? Fault { get; init; }

    /// <summary>Blocking where there is evidence: then it is read what is to be forgotten. Looks at each line once.</summary>
    internal static ShareEvidence Of(SharedRoot root, IReadOnlyCollection<OwnerSnapshot> users, PeopleDecisions people)
    {
        (OwnerSnapshot User, Dictionary<EventId, Measured> Lines)[] measured = [.. users.AsParallel().AsOrdered().Select(user => (user, LinesOf(user))).Where(user => user.Item2.Count > 0)];
        DateTimeOffset[] times = [.. measured.SelectMany(user => user.Lines.Values).Select(line => line.At).Order()];
        if (times.Length == 0)
        {
            return None;
        }

        EvidenceForgetting? forgetting;
        try
        {
            forgetting = AdminDecisions.Read(root).Forgetting;
        }
        catch (StorageException error)
        {
            return None with { Times = times, Fault = $"What evidence is to be forgotten is not known: {error.Message}" };
        }

        var votes = new Dictionary<(BlockId, string), VoteEvidence>();
        foreach ((OwnerSnapshot user, Dictionary<EventId, Measured> lines) in measured)
        {
            string person = people.PersonOf(UnicodeForm.ToNfc(user.Owner.Name));
            foreach (LabelEntry entry in user.Labels.Labels.Values)
            {
                // Of several names of one person the later label counts.
                if (entry.Key.Root is null && lines.TryGetValue(entry.DecidedBy, out Measured line) && !EvidenceForgetting.Covers(forgetting, line.At)
                    && !(votes.TryGetValue((entry.Key.Block, person), out VoteEvidence? other) && other.At >= entry.AnnotatedAt))
                {
                    string? display = line.Evidence.Display ?? (line.Evidence.DisplayAt is { } at && lines.TryGetValue(at, out Measured there) ? there.Evidence.Display : null);
                    votes[(entry.Key.Block, person)] = new VoteEvidence(entry.AnnotatedAt, line.Evidence, display);
                }
            }
        }

        return new ShareEvidence(votes) { Times = times, Forgetting = forgetting };
    }

    private static Dictionary<EventId, Measured> LinesOf(OwnerSnapshot user)
    {
        var lines = new Dictionary<EventId, Measured>();
        foreach (LabelEvent item in user.Events)
        {
            if (item.Evidence is { } evidence)
            {
                lines[item.Id] = new Measured(item.At, evidence);
            }
        }

        return lines;
    }

    private readonly record struct Measured(DateTimeOffset At, Evidence Evidence);
}

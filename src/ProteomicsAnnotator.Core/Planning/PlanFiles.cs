using System.Collections.Concurrent;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Decisions;
using ProteomicsAnnotator.Core.Journals;
using ProteomicsAnnotator.Core.Roots;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Planning;

/// <summary>
/// Versions of the plan on the share. A version is a folder of its own that is written once: <c>admin/plans/{id}.json</c>,
/// <c>campaign/plans/{id}/queues/{username}.json</c>, and last <c>plan.json</c> beside them, without which it does not
/// count. Two admins at once make two versions, and nothing of either is lost. Blocking; thread-safe.
/// </summary>
public sealed class PlanFiles(SharedRoot root)
{
    private readonly WrittenOnce<PlanVersion> _versions = new(root, root.PathOf("campaign", "plans"), "/plan.json", PlanJson.ParseVersion);
    private readonly WrittenOnce<PlanDesign> _designs = new(root, root.PathOf("admin", "plans"), ".json", (_, bytes) => PlanJson.ParseDesign(bytes));

    private readonly ConcurrentDictionary<(string Id, string Username), BlockId[]> _repeated = new();

    private FileOperations Files => root.Settings.Files;

    /// <exception cref="StorageException">The folder of plans, or a plan in it, is there and cannot be read.</exception>
    public PlanVersions Read()
    {
        var unusable = new List<UnusableFile>();
        List<PlanVersion> versions = _versions.Read(unusable);
        versions.Sort();
        return new PlanVersions(versions, unusable);
    }

    /// <summary>All blocks of the person in this version, in order; one that stands there twice is a repeat. Empty: nothing is planned for that person.</summary>
    /// <exception cref="StorageException">The queue should be there and cannot be read.</exception>
    public IReadOnlyList<BlockId> ReadQueue(PlanVersion version, string username)
    {
        if (!version.Queues.ContainsKey(username))
        {
            return [];
        }

        return Value(QueuePath(version.Id, username), bytes => PlanJson.ParseQueue(username, bytes));
    }

    /// <summary>Blocks that stand twice in the person's queue in any of these versions.</summary>
    /// <exception cref="StorageException">A queue should be there and cannot be read.</exception>
    public IReadOnlySet<BlockId> ReadRepeated(PlanVersions versions, string username)
    {
        var repeated = new HashSet<BlockId>();
        foreach (PlanVersion version in versions.Versions)
        {
            repeated.UnionWith(ReadRepeated(version, username));
        }

        return repeated;
    }

    /// <summary>Blocks that stand twice in the person's queue of this version.</summary>
    /// <exception cref="StorageException">The queue should be there and cannot be read.</exception>
    public IReadOnlyList<BlockId> ReadRepeated(PlanVersion version, string username) => _repeated.GetOrAdd((version.Id, username), _ =>
    {
        var seen = new HashSet<BlockId>();
        return [.. ReadQueue(version, username).Where(block => !seen.Add(block))];
    });

    /// <exception cref="StorageException">It cannot be read: this account may not, or the share is away.</exception>
    public PlanDesign ReadDesign(PlanVersion version) => Value(root.PathOf("admin", "plans", version.Id + ".json"), PlanJson.ParseDesign) with { Of = version };

    /// <summary>Returns once all of it is on disk.</summary>
    /// <param name="draft">What is to be stored.</param>
    /// <param name="by">Its author.</param>
    /// <param name="before">The versions it was made after.</param>
    /// <exception cref="StorageException">It is not stored, and counts nowhere.</exception>
    public PlanVersion Write(PlanDraft draft, string by, PlanVersions before)
    {
        if (before.Newer is { } newer)
        {
            throw new StorageException(root.PathOf("campaign", "plans"), newer);
        }

        root.Verify();
        LabelShareSettings settings = root.Settings;
        DateTimeOffset now = LabelTime.Truncate(settings.TimeProvider.GetUtcNow());
        var version = new PlanVersion(
            JournalName.Create(now, settings.HostName),
            (before.Current?.Version ?? 0) + 1,
            before.Current?.Id,
            JournalBounds.ClockAfter(before.HighestClock),
            now,
            by,
            draft.Request.Votes,
            draft.People.ToDictionary(person => person.Username, person => person.Queue.Count, StringComparer.Ordinal));
        string folder = root.PathOf("campaign", "plans", version.Id);
        _designs.Write(version.Id, PlanJson.Of(DesignOf(draft), settings.ProgramVersion));
        try
        {
            Files.CreateFolder(Path.Combine(folder, "queues"));
            foreach (PersonPlan person in draft.People)
            {
                AtomicFile.Write(Files, QueuePath(version.Id, person.Username), PlanJson.OfQueue(person.Username, person.Queue));
            }

            AtomicFile.FlushFolder(Files, folder);
        }
        catch (Exception error) when (StorageFault.IsFileError(error))
        {
            throw StorageException.FromWriting(folder, error);
        }

        _versions.Write(version.Id, PlanJson.Of(version, settings.ProgramVersion));
        return version;
    }

    private static PlanDesign DesignOf(PlanDraft draft) => new(
        draft.Request,
        draft.Basis.Blocks,
        draft.People.ToDictionary(person => person.Username, person => person.Ordinary, StringComparer.Ordinal),
        draft.People.ToDictionary(
            person => person.Username,
            person => (IReadOnlyList<BlockId>)[.. person.Ordinary.Where(block => draft.Basis.Labelled.GetValueOrDefault(person.Username)?.Contains(block) == true)],
            StringComparer.Ordinal),
        draft.Gold,
        draft.Decoys,
        [.. draft.Basis.Sure.Order()])
    {
        RandomShare = draft.RandomShare,
        Ranks = draft.Basis.Ranks,
        NotBlind = draft.Basis.NotBlind.ToDictionary(person => person.Key, person => (IReadOnlyList<BlockId>)[.. person.Value.Order()], StringComparer.Ordinal),
    };

    private string QueuePath(string id, string username) => root.PathOf("campaign", "plans", id, "queues", username + ".json");

    private T Value<T>(string path, Func<byte[], T> parse)
        where T : class
    {
        JsonRead<T> read = root.Reads.One(path, () => JsonFile.Read(Files, path, parse));
        return read.Value ?? throw read.Error ?? new StorageException(path, "there is no such file");
    }
}

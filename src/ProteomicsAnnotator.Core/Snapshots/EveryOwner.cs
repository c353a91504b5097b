using ProteomicsAnnotator.Core.Journals;
using ProteomicsAnnotator.Core.LabelFiles;
using ProteomicsAnnotator.Core.LabelFiles.Originals;
using ProteomicsAnnotator.Core.Roots;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Snapshots;

/// <summary>Reads the admins and all users to <see cref="SnapshotDepth.All"/>, several at once. Blocking, each file within its limit.</summary>
internal static class EveryOwner
{
    private const int AtOnce = 16;

    /// <param name="root">Where the share is.</param>
    /// <param name="users">Which files exist.</param>
    /// <param name="take">Picks what to keep of each, so that memory never holds all.</param>
    /// <param name="limits">How long it may take.</param>
    /// <param name="cancellationToken">Ends the reading between two owners.</param>
    /// <returns>The admins, then the users in their order.</returns>
    public static IReadOnlyList<T> Read<T>(
        SharedRoot root, IReadOnlyList<OwnerFiles> users, Func<OwnerSnapshot, T> take, ReadingLimits limits, CancellationToken cancellationToken)
    {
        LabelShareSettings settings = root.Settings;
        var names = new BlockNames();
        var finals = OriginalTree.FindFinals(settings.Files, root.Reads, settings.AnnotationsRoot);
        (LabelOwner Owner, OwnerFiles Where)[] owners =
            [(LabelOwner.OfAdmins, new OwnerFiles(LabelOwner.OfAdmins.Name) { Originals = finals.Finals, OriginalsFault = finals.Faults is [var fault, ..] ? fault : null }), .. users.Select(user => (LabelOwner.OfUser(user.Username), user))];
        AwaitDataSets(root, owners.Select(owner => owner.Where), limits.DataSets, cancellationToken);
        long? deadline = limits.Files is { } limit ? BoundedReads.DeadlineOf(settings.TimeProvider, limit) : null;
        var read = new T[owners.Length];
        var options = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken };
        Parallel.For(0, read.Length, options, i =>
            read[i] = take(new OwnerReader(root, owners[i].Owner, names).Read(SnapshotDepth.All, owners[i].Where, deadline)));
        return read;
    }

    /// <summary>Before any file of these owners is read, so that a slow data root costs no journal its time.</summary>
    public static void AwaitDataSets(SharedRoot root, IEnumerable<OwnerFiles> owners, TimeSpan limit, CancellationToken cancellationToken = default)
    {
        if (owners.Any(owner => owner.Originals.Count > 0))
        {
            root.DataSets.Await(limit, cancellationToken);
        }
    }
}

/// <summary>How long a reading of everyone's labels may take.</summary>
internal sealed record ReadingLimits
{
    private static readonly TimeSpan LongestLook = TimeSpan.FromMinutes(5);

    /// <summary>After it no further file is begun, and those are named; null: as long as it takes.</summary>
    public TimeSpan? Files { get; init; }

    /// <summary>Before that, of the first look at the data root: as long as for the files.</summary>
    public TimeSpan DataSets => Files ?? LongestLook;
}

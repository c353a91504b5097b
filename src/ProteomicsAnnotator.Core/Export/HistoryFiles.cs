using ProteomicsAnnotator.Core.LabelFiles;
using ProteomicsAnnotator.Core.Labels;
using ProteomicsAnnotator.Core.Share;
using ProteomicsAnnotator.Core.Snapshots;

namespace ProteomicsAnnotator.Core.Export;

/// <summary>
/// Every decision the share holds: of all journals, and of the files of labels where no journal knows an entry, as merging
/// takes them over.
/// </summary>
public static class HistoryFiles
{
    /// <summary>Blocking, each file within its limit.</summary>
    public static HistoryRead Read(LabelShareSettings settings)
    {
        var root = new SharedRoot(settings);
        var names = new BlockNames();
        var found = ShareOwners.Find(settings.Files, root.Reads, settings.AnnotationsRoot);
        List<HistoryRow> rows = [];
        List<string> faults = [.. found.Faults.Select(fault => fault.Message)];
        IEnumerable<(LabelOwner Owner, OwnerFiles Where)> owners = found.Users
            .Select(user => (LabelOwner.OfUser(user.Username), user))
            .Append((LabelOwner.OfAdmins, new OwnerFiles(LabelOwner.OfAdmins.Name)));
        foreach ((LabelOwner owner, OwnerFiles where) in owners)
        {
            OwnerSnapshot read = new OwnerReader(settings, root, owner, names).Read(SnapshotDepth.All, where);
            rows.AddRange(read.Events.Select(item => HistoryRow.Of(item, owner)));
            faults.AddRange(read.Problems.Select(problem => problem.Message));
            faults.AddRange(read.TornLines);
            faults.AddRange(read.NotCounted);
        }

        return new HistoryRead(HistoryRow.Sort(rows), faults);
    }
}

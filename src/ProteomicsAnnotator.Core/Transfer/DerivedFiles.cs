using ProteomicsAnnotator.Core.LabelFiles;
using ProteomicsAnnotator.Core.Merge;
using ProteomicsAnnotator.Core.Roots;
using ProteomicsAnnotator.Core.Snapshots;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Transfer;

/// <summary>
/// The JSON files of an exported folder say what its journals say: what the database has of them is as old as the first label, or the last import. One
/// that is in no folder yet is made by its owner's program.
/// </summary>
internal static class DerivedFiles
{
    /// <summary>Blocking. One that cannot be read stays as it is, and that is said: whoever reads the folder says what it means.</summary>
    /// <param name="root">The folder, which no program has open.</param>
    /// <param name="report">Gets what was written, and what was not.</param>
    /// <param name="cancellationToken">Ends it between two people.</param>
    /// <exception cref="StorageException">The folder cannot be read or written.</exception>
    public static void Rewrite(SharedRoot root, TransferReport report, CancellationToken cancellationToken)
    {
        var owners = ShareOwners.Find(root.Settings.Files, root.Reads, root.Settings.AnnotationsRoot);
        foreach ((int written, IReadOnlyList<string> faults) in EveryOwner.Read(root, [.. owners.All], owner => Rewrite(root, owner), new ReadingLimits(), cancellationToken))
        {
            report.NewFiles += written;
            report.NoticeList.AddRange(faults);
        }
    }

    private static (int Written, IReadOnlyList<string> Faults) Rewrite(SharedRoot root, OwnerSnapshot owner)
    {
        if (owner.Problems.Count > 0 || owner.Newer is not null)
        {
            return (0, [.. owner.Problems.Select(problem => $"{problem.Message}: what follows from it was left as it is"), .. new[] { owner.Newer }.OfType<string>()]);
        }

        var merge = new LabelMerge();
        merge.AddRange(owner.Events);
        List<string> faults = [];
        int written = 0;
        foreach (LabelFilePart part in owner.Owner.Owner is null ? [LabelFilePart.DataRoot] : Enum.GetValues<LabelFilePart>())
        {
            var file = new LabelFileProjection(root.Settings, owner.Owner, root, part);
            file.Refresh(needsContent: true);
            if (file.Problem is { } problem || file.Content is not { } content)
            {
                faults.Add($"{file.Path}: {file.Problem?.Reason}: it was left as it is");
                continue;
            }

            if (part == LabelFilePart.Browsed)
            {
                merge.AddRange(ExternalEdits.InBrowsed(content, merge).Events);
            }

            written += Write(root, file, merge.Snapshot) ? 1 : 0;
        }

        return (written, faults);
    }

    private static bool Write(SharedRoot root, LabelFileProjection file, LabelSnapshot labels)
    {
        FileStamp? before = root.Settings.Files.Stat(file.Path);
        if (before is null)
        {
            return false;
        }

        UnixFileMode mode = OperatingSystem.IsWindows() ? UnixFileMode.None : File.GetUnixFileMode(file.Path);
        if (!file.TryWrite(labels) || root.Settings.Files.Stat(file.Path) == before)
        {
            return false;
        }

        // A replaced file is a new one.
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(file.Path, mode);
        }

        return true;
    }
}

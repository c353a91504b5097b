using ProteomicsAnnotator.Core.Agreement;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Labels;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Export;

/// <summary>
/// Reads <c>admin/final_labels.json</c> without opening the admins' journals: whoever only exports writes nothing to
/// the share.
/// </summary>
public static class FinalLabelsFile
{
    /// <summary>Empty when there is no such file.</summary>
    /// <exception cref="StorageException">The file is there and cannot be read.</exception>
    public static IReadOnlyDictionary<BlockId, SettledLabel> Read(LabelShareSettings settings)
    {
        string path = Path.Combine(settings.AnnotationsRoot, "admin", "final_labels.json");
        JsonRead<LabelFile> read = JsonFile.Read(settings.Files, path, bytes => LabelFile.Parse(bytes, LabelFileShape.Final));
        var settled = new Dictionary<BlockId, SettledLabel>();
        if (read.Value is not { } file)
        {
            return read.Outcome == ReadOutcome.Missing ? settled : throw read.Error ?? new StorageException(path, "cannot be read");
        }

        var folders = new NestedFolders(settings.DataRoot, settings.Files.FolderExists);
        foreach ((string folder, Dictionary<string, LabelFileEntry> entries) in file.Nested)
        {
            (FolderMatch match, string below) = folders.Resolve(folder);
            if (match is FolderMatch.Ours or FolderMatch.OursElsewhere)
            {
                Take(settled, below.Length > 0 ? below + "/" : "", entries);
            }
        }

        Take(settled, "", file.Flat);
        return settled;
    }

    private static void Take(
        Dictionary<BlockId, SettledLabel> settled, string below, IReadOnlyDictionary<string, LabelFileEntry> entries)
    {
        foreach ((string name, LabelFileEntry entry) in entries)
        {
            if (entry.Label is { } label && BlockId.TryParse(below + name, out BlockId block))
            {
                settled[block] = new SettledLabel(label, entry.By ?? "", entry.At ?? DateTimeOffset.UnixEpoch);
            }
        }
    }
}

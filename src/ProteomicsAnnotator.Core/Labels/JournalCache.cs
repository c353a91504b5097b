using ProteomicsAnnotator.Core.Journals;
using ProteomicsAnnotator.Core.Roots;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Labels;

/// <summary>
/// What was read of an owner's journals, in this machine's cache folder, so that a start reads only their new ends.
/// It restores what an older copy of the share lacks. A missing or damaged file, or one of another share, is no cache.
/// </summary>
internal sealed class JournalCache(FileOperations files, SharedRoot root, LabelOwner owner)
{
    private string CachePath => Path.Combine(root.CacheFolder, (owner.Owner is null ? "admin-" : "user-") + owner.Stem + ".bin");

    public CachedJournals? Load()
    {
        try
        {
            return CacheFormat.Read(files.ReadAll(CachePath), root.KnownId);
        }
        catch (Exception error) when (StorageFault.IsFileError(error) || error is InvalidDataException)
        {
            return null;
        }
    }

    /// <summary>False when it could not be kept, which costs the next start some time.</summary>
    public bool Save(CachedJournals content)
    {
        if (root.KnownId is not { } id)
        {
            return false;
        }

        try
        {
            files.CreateFolder(root.CacheFolder);
            AtomicFile.Write(files, CachePath, CacheFormat.Write(id, content));
            return true;
        }
        catch (Exception error) when (StorageFault.IsFileError(error))
        {
            return false;
        }
    }
}

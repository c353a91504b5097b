using ProteomicsAnnotator.Core.Blocks;

namespace ProteomicsAnnotator.Core.Volumes;

/// <summary>What is kept of a block: its files in their present state.</summary>
internal sealed class CachedBlock
{
    private Dictionary<ChannelFile, CachedFile> _files = [];

    /// <summary>When it was last viewed, in the cache's own count; 0 for never.</summary>
    public long LastViewed { get; set; }

    /// <summary>Its voxels were viewed and released: the viewer has them, so they need no prefetching.</summary>
    public bool IsReleased { get; set; }

    /// <summary>The files of the block now; those that changed start again.</summary>
    public List<CachedFile> Refresh_NeedsLock(
        Block block, FileVersion?[] versions, VolumeCacheOptions options)
    {
        IReadOnlyList<ChannelFile> files = block.Channels;
        List<CachedFile> current = new(files.Count);
        Dictionary<ChannelFile, CachedFile> kept = [];
        for (int i = 0; i < files.Count; i++)
        {
            bool known = _files.Remove(files[i], out CachedFile? file);
            if (!known || file!.Version != versions[i])
            {
                file?.Drop();
                file = new CachedFile(files[i], block.Point, versions[i], options);
            }

            kept[files[i]] = file;
            current.Add(file);
        }

        Drop_NeedsLock();
        _files = kept;
        return current;
    }

    public void Forget_NeedsLock(CachedFile file)
    {
        if (_files.TryGetValue(file.File, out CachedFile? current) && ReferenceEquals(current, file))
        {
            _files.Remove(file.File);
        }

        file.Drop();
    }

    public void ForgetFaults_NeedsLock()
    {
        foreach (CachedFile file in _files.Values.Where(file => file.IsFaulted).ToList())
        {
            Forget_NeedsLock(file);
        }
    }

    public void ReleaseVoxels_NeedsLock()
    {
        IsReleased = true;
        foreach (CachedFile file in _files.Values)
        {
            file.ReleaseVoxels();
        }
    }

    public void Drop_NeedsLock()
    {
        foreach (CachedFile file in _files.Values)
        {
            file.Drop();
        }

        _files.Clear();
    }
}

using Microsoft.Win32.SafeHandles;
using ProteomicsAnnotator.Core.Storage;
using ProteomicsAnnotator.Core.Volumes;
using ProteomicsAnnotator.Core.Volumes.Tiff;

namespace ProteomicsAnnotator.Core.Cutting;

/// <summary>A block in the making. Unless it is published, nothing is left of it.</summary>
public sealed class CutDraft : IDisposable
{
    private readonly FileOperations _files;
    private readonly string _draft;
    private readonly string _target;
    private bool _isPublished;

    internal CutDraft(FileOperations files, string draft, string target)
    {
        _files = files;
        _draft = draft;
        _target = target;
        Try(() =>
        {
            files.CreateFolder(Path.GetDirectoryName(target)!);
            files.CreateFolder(draft);
        });
    }

    /// <summary>One channel, flushed.</summary>
    /// <exception cref="StorageException">It cannot be written.</exception>
    public void Add(string name, Volume volume) => Try(() =>
    {
        byte[] head = TiffStack.Head(volume.Shape, volume.Type, volume.Metadata.VoxelSizeUm);
        using SafeFileHandle file = _files.Open(Path.Combine(_draft, name), FileMode.CreateNew, FileAccess.Write);
        _files.Write(file, head, 0);
        _files.Write(file, volume.Voxels.Span, head.Length);
        AtomicFile.Flush(_files, file);
    });

    /// <summary>The block is there from now on.</summary>
    /// <exception cref="StorageException">It cannot get its name.</exception>
    public void Publish() => Try(() =>
    {
        AtomicFile.FlushFolder(_files, _draft);
        if (_files.FolderExists(_target))
        {
            // Of a run that was killed before it said that the block is there.
            _files.DeleteFolder(_target);
        }

        _files.RenameFolder(_draft, _target);
        _isPublished = true;
        AtomicFile.FlushFolder(_files, Path.GetDirectoryName(_target)!);
    });

    public void Dispose()
    {
        if (!_isPublished)
        {
            _ = _files.TryDeleteFolder(_draft);
        }
    }

    private void Try(Action write)
    {
        try
        {
            write();
        }
        catch (Exception error) when (error is not StorageException && StorageFault.IsFileError(error))
        {
            throw StorageException.FromWriting(_target, error);
        }
    }
}

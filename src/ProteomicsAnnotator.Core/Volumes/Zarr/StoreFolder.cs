using System.Collections.Concurrent;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Volumes.Zarr;

/// <summary>
/// The folder of a store or of an array in it, and the only way to its files. Whatever a name below it is, it leads to
/// no file outside of the store: the store's own path may be a link, links in it that leave it are refused.
/// </summary>
internal sealed class StoreFolder
{
    private const int LongestPath = 1000;
    private const int MostKnownFolders = 100_000;
    private readonly string _realRoot;
    private readonly ConcurrentDictionary<string, bool> _plainFolders;

    private StoreFolder(string root, string realRoot, string name)
    {
        Root = root;
        _realRoot = realRoot;
        Name = name;
        _plainFolders = new ConcurrentDictionary<string, bool>(StringComparer.Ordinal);
    }

    /// <summary>The store's folder.</summary>
    public string Root { get; }

    /// <summary>Below the store's folder, with '/'; empty for the store itself.</summary>
    public string Name { get; }

    public string FullPath => Name.Length == 0 ? Root : Path.Combine(Root, Name);

    /// <exception cref="ZarrException">It is a file.</exception>
    /// <exception cref="StorageException">It is not there.</exception>
    public static StoreFolder Of(string path)
    {
        string full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        if (File.Exists(full))
        {
            string what = full.EndsWith(".zip", StringComparison.OrdinalIgnoreCase) ? "a zip file" : "a file";
            throw new ZarrException(full, Path.GetFileName(full), what, "a folder that is a Zarr store", ChannelFaultKind.Unsupported);
        }

        ThrowIfUnreadable(full);
        return new StoreFolder(full, RealPath.Of(full), "");
    }

    /// <summary>A folder that metadata names.</summary>
    /// <param name="relative">As the metadata has it.</param>
    /// <param name="key">Where it has it.</param>
    /// <exception cref="ZarrException">It could lead out of the store.</exception>
    public StoreFolder Below(string relative, string key)
    {
        string trimmed = relative.EndsWith('/') ? relative[..^1] : relative;
        if (trimmed.Length > LongestPath || trimmed.AsSpan().IndexOfAny("\\:\0") >= 0
            || trimmed.Split('/').Any(part => part is "" or "." or ".."))
        {
            string shown = relative.Length > 60 ? relative[..60] + "…" : relative;
            throw new ZarrException(
                Root, key, $"\"{shown.Replace('\0', '␀')}\"", "a path inside the store, without \"..\", drive, backslash or leading \"/\"", ChannelFaultKind.Unsupported);
        }

        return new StoreFolder(Root, _realRoot, KeyOf(trimmed));
    }

    /// <summary>The file's name below the store's folder.</summary>
    public string KeyOf(string name) => Name.Length == 0 ? name : $"{Name}/{name}";

    public string PathOf(string name) => Path.Combine(FullPath, name);

    /// <summary>Null when there is no such file, which is a fact; every other reason is an error.</summary>
    /// <param name="name">Made by this program out of names and numbers that were checked.</param>
    /// <exception cref="StorageException">The share did not give it.</exception>
    /// <exception cref="ZarrException">A link leads out of the store.</exception>
    public VolumeFile? TryOpen(string name)
    {
        try
        {
            VolumeFile file = VolumeFile.Open(PathOf(name));
            try
            {
                ThrowIfOutside(name);
                return file;
            }
            catch
            {
                file.Dispose();
                throw;
            }
        }
        catch (StorageException e) when (IsNoSuchFile(e))
        {
            ThrowIfDangling(name);
            return null;
        }
    }

    public ZarrException Corrupt(string name, string found, string expected, Exception? inner = null) =>
        new(Root, KeyOf(name), found, expected, ChannelFaultKind.Corrupt, inner);

    /// <summary>Listing it says why, where asking whether it exists would only say no.</summary>
    private static void ThrowIfUnreadable(string folder)
    {
        try
        {
            _ = Directory.EnumerateFileSystemEntries(folder).Any();
        }
        catch (Exception e) when (StorageFault.IsFileError(e))
        {
            throw StorageException.From(folder, e);
        }
    }

    /// <summary>"Not a folder" is one of the system's answers too, but says that something else lies where chunks should.</summary>
    private static bool IsNoSuchFile(StorageException error) =>
        error.InnerException is FileNotFoundException || (OperatingSystem.IsWindows() && error.InnerException is DirectoryNotFoundException);

    /// <summary>Asks for each part of the name whether it is a link; folders that are none are remembered.</summary>
    private void ThrowIfOutside(string name)
    {
        string[] parts = KeyOf(name).Split('/');
        string path = Root;
        for (int i = 0; i < parts.Length; i++)
        {
            path = Path.Combine(path, parts[i]);
            if (_plainFolders.ContainsKey(path))
            {
                continue;
            }

            if (IsLink(path, isFolder: i < parts.Length - 1))
            {
                ThrowIfLeaving(name);
                return;
            }

            if (i < parts.Length - 1 && _plainFolders.Count < MostKnownFolders)
            {
                _plainFolders[path] = true;
            }
        }
    }

    /// <summary>A link to what is not there, as of data that was not fetched, is no chunk that was never written.</summary>
    private void ThrowIfDangling(string name)
    {
        string[] parts = KeyOf(name).Split('/');
        string path = Root;
        for (int i = 0; i < parts.Length; i++)
        {
            path = Path.Combine(path, parts[i]);
            bool isFolder = i < parts.Length - 1;
            if (!_plainFolders.ContainsKey(path) && IsLink(path, isFolder) && (!isFolder || !Directory.Exists(path)))
            {
                throw Corrupt(name, "a link that leads nowhere", "a file, or nothing at all");
            }
        }
    }

    private static bool IsLink(string path, bool isFolder) =>
        (isFolder ? new DirectoryInfo(path).LinkTarget : new FileInfo(path).LinkTarget) is not null;

    private void ThrowIfLeaving(string name)
    {
        string real = RealPath.Of(PathOf(name));
        if (!real.StartsWith(_realRoot + Path.DirectorySeparatorChar, StringComparison.Ordinal))
        {
            throw new ZarrException(Root, KeyOf(name), "a link that leads out of the store", "a file of the store", ChannelFaultKind.Unsupported);
        }
    }
}

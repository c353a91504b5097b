using System.IO.Compression;
using System.Security.Cryptography;
using ProteomicsAnnotator.Core.Export;
using ProteomicsAnnotator.Core.Journals;
using ProteomicsAnnotator.Core.Roots;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Releases;

/// <summary>
/// A whole annotations root in one ZIP archive, below <c>annotations/</c>, with <c>manifest.json</c> at its end. Streamed: its
/// size costs no memory. Blocking.
/// </summary>
public static class Backup
{
    /// <summary>Folder in the archive.</summary>
    public const string Folder = "annotations";

    /// <param name="root">The share.</param>
    /// <param name="path">Of the archive, which is not there yet.</param>
    /// <param name="origin">Where it comes from, for its manifest; null: from that root.</param>
    /// <exception cref="StorageException">A file cannot be read, or the archive not be written: then there is none.</exception>
    public static FileManifest Write(SharedRoot root, string path, string? origin = null)
    {
        root.VerifyReadOnly();
        FileManifest? manifest = null;
        AtomicFile.Create(root.Settings.Files, path, target => manifest = Write(root, target, origin ?? root.Settings.AnnotationsRoot));
        return manifest!;
    }

    /// <summary>Whether the archive is whole, and holds what its manifest says.</summary>
    public static ManifestReport Check(string path)
    {
        try
        {
            using var archive = new ZipArchive(new FileStream(RegularFile.OpenRead(path), FileAccess.Read), ZipArchiveMode.Read);
            return Check(path, archive);
        }
        catch (Exception error) when (StorageFault.IsFileError(error) || error is InvalidDataException)
        {
            return new ManifestReport(null, null, [$"{path}: it cannot be read as a backup: {error.Message}"]);
        }
    }

    private static FileManifest Write(SharedRoot root, Stream target, string origin)
    {
        DateTimeOffset now = LabelTime.Truncate(root.Settings.TimeProvider.GetUtcNow());
        using var archive = new ZipArchive(target, ZipArchiveMode.Create, leaveOpen: true);
        var gate = new Lock();
        IReadOnlyList<FileDigest> copied = new ShareMoment(root, static _ => true).Copy((path, copy) =>
        {
            lock (gate)
            {
                return Put(archive, $"{Folder}/{path}", now, copy);
            }
        });
        var manifest = new FileManifest(
            FileManifest.BackupKind, now, [.. copied.Select(file => file with { Path = $"{Folder}/{file.Path}" }).OrderBy(file => file.Path, StringComparer.Ordinal)])
        {
            By = root.Settings.OsAccount,
            ProgramVersion = root.Settings.ProgramVersion,
            Settings = [KeyValuePair.Create("annotations_root", origin)],
        };
        byte[] bytes = manifest.Serialize();
        _ = Put(archive, FileManifest.FileName, now, stream =>
        {
            stream.Write(bytes);
            return FileDigest.Of(FileManifest.FileName, bytes);
        });
        return manifest;
    }

    private static FileDigest Put(ZipArchive archive, string name, DateTimeOffset time, Func<Stream, FileDigest> copy)
    {
        ZipArchiveEntry entry = archive.CreateEntry(name, CompressionLevel.Fastest);
        entry.LastWriteTime = time.Year < 1980 ? new DateTimeOffset(1980, 1, 1, 0, 0, 0, TimeSpan.Zero) : time;
        using Stream content = entry.Open();
        return copy(content);
    }

    private static ManifestReport Check(string path, ZipArchive archive)
    {
        ZipArchiveEntry? own = archive.GetEntry(FileManifest.FileName);
        if (own is null)
        {
            return new ManifestReport(null, null, [$"{FileManifest.FileName}: missing in {path}"]);
        }

        if (own.Length > RegularFile.MaxBytes)
        {
            return new ManifestReport(null, null, [$"{FileManifest.FileName} in {path}: it has {own.Length} bytes, more than any manifest"]);
        }

        byte[] bytes = new byte[own.Length];
        using (Stream content = own.Open())
        {
            content.ReadExactly(bytes);
        }

        var manifest = FileManifest.Parse($"{path}, {FileManifest.FileName}", bytes);
        if (manifest.Kind != FileManifest.BackupKind)
        {
            return new ManifestReport(manifest, null, [$"{path}: it holds a {manifest.Kind}, not a backup: unpack it, and verify the folder"]);
        }

        Dictionary<string, ZipArchiveEntry> entries = [];
        List<string> twice = [];
        foreach (ZipArchiveEntry entry in archive.Entries.Where(entry => entry != own && !entry.FullName.EndsWith('/')))
        {
            if (!entries.TryAdd(entry.FullName, entry))
            {
                twice.Add($"{entry.FullName}: it stands in the archive twice");
            }
        }

        IReadOnlyList<string> differences = ManifestCheck.Differences(manifest, [.. entries.Keys], named => [.. named.Select(name => DigestOf(path, entries[name]))]);
        return new ManifestReport(manifest, FileDigest.Of(FileManifest.FileName, bytes).Sha256, [.. twice, .. differences]);
    }

    private static (FileDigest? Found, StorageException? Error) DigestOf(string path, ZipArchiveEntry entry)
    {
        try
        {
            using Stream content = entry.Open();
            return (new FileDigest(entry.FullName, entry.Length, Convert.ToHexStringLower(SHA256.HashData(content))), null);
        }
        catch (Exception error) when (StorageFault.IsFileError(error) || error is InvalidDataException)
        {
            return (null, new StorageException(path, error.Message, error));
        }
    }
}

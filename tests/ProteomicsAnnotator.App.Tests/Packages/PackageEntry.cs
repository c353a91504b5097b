using System.Formats.Tar;
using System.IO.Compression;

namespace ProteomicsAnnotator.App.Tests.Packages;

/// <summary>A file or folder of an archive; its name begins with the archive's one folder.</summary>
internal sealed record PackageEntry(string Name, int Mode, int Owner, DateTimeOffset Time, byte[] Bytes)
{
    private const int PermissionBits = 0xFFF;

    public bool IsFolder => Name.EndsWith('/');

    /// <summary>Below the archive's folder.</summary>
    public string Inside => Name[(Name.IndexOf('/', StringComparison.Ordinal) + 1)..];

    public static IReadOnlyList<PackageEntry> AllOf(string archive) =>
        archive.EndsWith(".zip", StringComparison.Ordinal) ? OfZip(archive) : OfTar(archive);

    private static List<PackageEntry> OfTar(string archive)
    {
        using var reader = new TarReader(new GZipStream(File.OpenRead(archive), CompressionMode.Decompress));
        List<PackageEntry> entries = [];
        while (reader.GetNextEntry() is { } entry)
        {
            entries.Add(new PackageEntry(entry.Name, (int)entry.Mode, entry.Uid + entry.Gid, entry.ModificationTime, BytesOf(entry.DataStream)));
        }

        return entries;
    }

    /// <summary>The upper half of a zip entry's attributes is st_mode, where Unix made it.</summary>
    private static List<PackageEntry> OfZip(string archive)
    {
        using ZipArchive zip = ZipFile.OpenRead(archive);
        return [.. zip.Entries.Select(entry =>
        {
            using Stream content = entry.Open();
            return new PackageEntry(entry.FullName, (entry.ExternalAttributes >> 16) & PermissionBits, 0, entry.LastWriteTime, BytesOf(content));
        })];
    }

    private static byte[] BytesOf(Stream? content)
    {
        using var bytes = new MemoryStream();
        content?.CopyTo(bytes);
        return bytes.ToArray();
    }
}

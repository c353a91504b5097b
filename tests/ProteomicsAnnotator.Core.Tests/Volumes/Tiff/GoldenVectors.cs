using System.Security.Cryptography;
using System.Text.Json;
using ProteomicsAnnotator.Core.Volumes;
using ProteomicsAnnotator.Core.Volumes.Tiff;

namespace ProteomicsAnnotator.Core.Tests.Volumes.Tiff;

/// <summary>The files of <c>tests/vectors/tiff</c> with what its manifest expects of each.</summary>
internal static class GoldenVectors
{
    private static readonly Lazy<JsonElement> Manifest = new(() =>
        JsonDocument.Parse(File.ReadAllText(Path("manifest.json"))).RootElement.Clone());

    public static IEnumerable<string> Readable => Names(refused: false);

    public static IEnumerable<string> Refused => Names(refused: true);

    public static string Folder(string name)
    {
        for (string? folder = AppContext.BaseDirectory; folder is not null; folder = System.IO.Path.GetDirectoryName(folder))
        {
            string vectors = System.IO.Path.Combine(folder, "tests", "vectors", name);
            if (Directory.Exists(vectors))
            {
                return vectors;
            }
        }

        throw new DirectoryNotFoundException($"tests/vectors/{name} is not above {AppContext.BaseDirectory}");
    }

    public static string Path(string name) => System.IO.Path.Combine(Folder("tiff"), name);

    public static JsonElement Entry(string name) => Manifest.Value.GetProperty(name);

    /// <summary>The voxels of all channels, one after the other.</summary>
    public static byte[] Voxels(TiffReader reader)
    {
        using var bytes = new MemoryStream();
        for (int c = 0; c < reader.Channels.Count; c++)
        {
            using Volume volume = reader.Read(c, TestContext.Current.CancellationToken);
            bytes.Write(volume.Voxels.Span);
        }

        return bytes.ToArray();
    }

    public static string Sha256(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    private static IEnumerable<string> Names(bool refused) => Manifest.Value.EnumerateObject()
        .Where(file => file.Value.TryGetProperty("refused", out _) == refused)
        .Select(file => file.Name);
}

using System.Globalization;
using System.Text;
using ProteomicsAnnotator.Core.Demo;
using ProteomicsAnnotator.Core.Volumes;
using ProteomicsAnnotator.Core.Volumes.Tiff;

namespace ProteomicsAnnotator.Benchmarks;

/// <summary>
/// Blocks of three uint16 channels, made once and kept in the temporary folder: 20 raw and 20 Deflate ones of 128^3
/// voxels with the demo's content, six of 256^3 (the same doubled in each axis, raw), and roots of 200 and 10,000 blocks
/// whose files are hard links to three real ones.
/// </summary>
internal sealed class ViewerData
{
    public const int BlocksPerCodec = 20;
    public const int LargeBlocks = 6;

    private const int Size = 128;
    private const string Unfinished = ".unfinished";
    private static readonly string[] Files = ["488.tif", "561.tif", "638.tif"];

    private readonly string _folder = Path.Join(Path.GetTempPath(), "proteomics-annotator-bench");

    public string Mixed => Path.Join(_folder, "mixed");

    public string Large => Path.Join(_folder, "large");

    public static string Raw(int index) => string.Create(CultureInfo.InvariantCulture, $"raw/block_{index + 1:0000}");

    public static string Deflate(int index) =>
        string.Create(CultureInfo.InvariantCulture, $"deflate/block_{index + 1:0000}");

    public static IEnumerable<string> FilesOf(string root, string block) => Files.Select(file => Path.Join(root, block, file));

    public string Many(int blocks) => Path.Join(_folder, string.Create(CultureInfo.InvariantCulture, $"many-{blocks}"));

    public async Task EnsureAsync()
    {
        if (Directory.Exists(Large))
        {
            return;
        }

        await Console.Error.WriteLineAsync($"Making blocks in {_folder} ...");
        DemoData demo = await DemoData.EnsureAsync(_folder);
        string[] sources = [.. Directory.GetDirectories(demo.DataRoot, "block_*").Order(StringComparer.Ordinal)
            .Where(block => !block.EndsWith("block_0009", StringComparison.Ordinal)).Take(BlocksPerCodec)];
        MakeWhole(Mixed, root => Parallel.For(0, BlocksPerCodec, index => Copy(sources[index], root, index)));
        foreach (int count in new[] { 200, 10_000 })
        {
            MakeWhole(Many(count), root => Link(Path.Join(Mixed, Raw(0)), root, count));
        }

        MakeWhole(Large, root => Enlarge(sources[0], root));
    }

    /// <summary>The JSON of a user who gave labels 1 to 3 in turn to the first blocks of <see cref="Many"/>.</summary>
    public static void WriteLabels(string annotationsRoot, string username, int count)
    {
        var text = new StringBuilder($"{{\n  \"username\": \"{username}\",\n  \"created_at\": \"2024-01-01T00:00:00+00:00\",\n");
        text.Append("  \"updated_at\": \"2024-01-02T10:30:00+00:00\",\n  \"annotations\": {");
        for (int i = 0; i < count; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"{(i == 0 ? "" : ",")}\n    \"block_{i:0000}\": {{\n      \"label\": {1 + (i % 3)},\n");
            text.Append("      \"annotated_at\": \"2024-01-02T10:30:00.123456+00:00\"\n    }");
        }

        string users = Directory.CreateDirectory(Path.Join(annotationsRoot, "users")).FullName;
        File.WriteAllBytes(Path.Join(users, username + ".json"), Encoding.UTF8.GetBytes(text.Append("\n  }\n}\n").ToString()));
    }

    private static void MakeWhole(string folder, Action<string> make)
    {
        if (Directory.Exists(folder + Unfinished))
        {
            Directory.Delete(folder + Unfinished, recursive: true);
        }

        make(folder + Unfinished);
        Directory.Move(folder + Unfinished, folder);
    }

    private static void Copy(string source, string root, int index)
    {
        Directory.CreateDirectory(Path.Join(root, Raw(index)));
        Directory.CreateDirectory(Path.Join(root, Deflate(index)));
        foreach (string file in Files)
        {
            using Volume volume = TiffReader.Open(Path.Join(source, file)).Read(0);
            ReadOnlySpan<byte> voxels = volume.Voxels.Span;
            ViewerTiff.Write(Path.Join(root, Raw(index), file), Size, voxels, deflate: false);
            ViewerTiff.Write(Path.Join(root, Deflate(index), file), Size, voxels, deflate: true);
        }
    }

    private static void Enlarge(string source, string root)
    {
        string first = Directory.CreateDirectory(Path.Join(root, "block_0001")).FullName;
        foreach (string file in Files)
        {
            using Volume volume = TiffReader.Open(Path.Join(source, file)).Read(0);
            ViewerTiff.Write(Path.Join(first, file), 2 * Size, Doubled(volume.Voxels.Span), deflate: false);
        }

        for (int i = 2; i <= LargeBlocks; i++)
        {
            LinkBlock(first, Path.Join(root, string.Create(CultureInfo.InvariantCulture, $"block_{i:0000}")));
        }
    }

    private static byte[] Doubled(ReadOnlySpan<byte> voxels)
    {
        const int Wide = 2 * Size;
        byte[] doubled = new byte[voxels.Length * 8];
        for (int z = 0; z < Wide; z++)
        {
            for (int y = 0; y < Wide; y++)
            {
                int from = (((z / 2) * Size) + (y / 2)) * Size * 2;
                int to = ((z * Wide) + y) * Wide * 2;
                for (int x = 0; x < Wide; x++)
                {
                    voxels.Slice(from + (x / 2 * 2), 2).CopyTo(doubled.AsSpan(to + (x * 2)));
                }
            }
        }

        return doubled;
    }

    private static void Link(string block, string root, int count)
    {
        for (int i = 0; i < count; i++)
        {
            LinkBlock(block, Path.Join(root, string.Create(CultureInfo.InvariantCulture, $"block_{i:0000}")));
        }
    }

    private static void LinkBlock(string block, string target)
    {
        Directory.CreateDirectory(target);
        foreach (string file in Files)
        {
            ViewerDisk.Link(Path.Join(block, file), Path.Join(target, file));
        }
    }
}

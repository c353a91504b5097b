using System.Diagnostics;
using System.IO.Compression;
using System.Text.Json;
using BitMiracle.LibTiff.Classic;
using ProteomicsAnnotator.Core.Volumes;
using ProteomicsAnnotator.Core.Volumes.Tiff;

namespace ProteomicsAnnotator.Benchmarks;

/// <summary>Decoding a block against reading its bytes, against zlib alone, LibTiff.NET and tifffile.</summary>
public static class TiffBenchmark
{
    private const int Rounds = 41;
    private const int PlaneBytes = TiffBenchFiles.Edge * TiffBenchFiles.Edge * 2;

    public static async Task<int> RunAsync()
    {
        using var files = new TiffBenchFiles();
        Console.WriteLine($"## TIFF: 3 x 128^3 uint16, warm\n\n{Bench.Machine}");
        IReadOnlyList<Timing> raw = await Bench.CompareAsync(
            Rounds,
            ("TiffReader, raw", () => ReadAsync(files.Raw)),
            ("File.ReadAllBytes", () => Task.Run(() => Array.ForEach(files.Raw, path => _ = File.ReadAllBytes(path)))),
            ("LibTiff.NET, raw", () => Task.Run(() => Array.ForEach(files.Raw, ReadByLibTiff))));
        Bench.Print("Raw", [.. raw, .. await PythonAsync("tifffile, raw", files.Raw)]);

        List<byte[]> strips = [.. files.Deflate.SelectMany(Strips)];
        IReadOnlyList<Timing> deflate = await Bench.CompareAsync(
            Rounds,
            ("TiffReader, Deflate", () => ReadAsync(files.Deflate)),
            ("ZLibStream alone, two threads", () => InflateAsync(strips)),
            ("LibTiff.NET, Deflate", () => Task.Run(() => Array.ForEach(files.Deflate, ReadByLibTiff))));
        Bench.Print("Deflate", [.. deflate, .. await PythonAsync("tifffile, Deflate", files.Deflate)]);

        IReadOnlyList<Timing> planes = await Bench.CompareAsync(
            Rounds,
            ("plane 64 of three channels, raw", () => ReadPlanesAsync(files.Raw)),
            ("plane 64 of three channels, Deflate", () => ReadPlanesAsync(files.Deflate)));
        Bench.Print("One plane", planes);
        Console.WriteLine($"\nraw / ReadAllBytes = {raw[0].Median / raw[1].Median:0.00} (at most 1.5)");
        Console.WriteLine($"Deflate / ZLibStream = {deflate[0].Median / deflate[1].Median:0.00} (at most 1.2)");
        return 0;
    }

    private static Task ReadAsync(string[] paths) => Task.WhenAll(paths.Select(path => Task.Run(() =>
    {
        using Volume volume = TiffReader.Open(path).Read(0);
    })));

    private static Task ReadPlanesAsync(string[] paths) => Task.WhenAll(paths.Select(path => Task.Run(() =>
    {
        using Volume plane = TiffReader.Open(path).ReadPlane(0, 64);
    })));

    private static void ReadByLibTiff(string path)
    {
        byte[] voxels = new byte[TiffBenchFiles.Edge * PlaneBytes];
        using Tiff tiff = Tiff.Open(path, "r");
        for (int z = 0; z < TiffBenchFiles.Edge; z++)
        {
            tiff.SetDirectory((short)z);
            tiff.ReadEncodedStrip(0, voxels, z * PlaneBytes, PlaneBytes);
        }
    }

    private static List<byte[]> Strips(string path)
    {
        List<byte[]> strips = [];
        using Tiff tiff = Tiff.Open(path, "r");
        do
        {
            byte[] strip = new byte[tiff.RawStripSize(0)];
            tiff.ReadRawStrip(0, strip, 0, strip.Length);
            strips.Add(strip);
        }
        while (tiff.ReadDirectory());
        return strips;
    }

    private static Task InflateAsync(List<byte[]> strips)
    {
        int half = strips.Count / 2;
        return Task.WhenAll(
            Task.Run(() => Inflate(strips[..half])), Task.Run(() => Inflate(strips[half..])));
    }

    private static void Inflate(List<byte[]> strips)
    {
        byte[] plane = new byte[PlaneBytes];
        foreach (byte[] strip in strips)
        {
            using var zlib = new ZLibStream(new MemoryStream(strip), CompressionMode.Decompress);
            zlib.ReadExactly(plane);
        }
    }

    /// <summary>Empty where there is no Python with tifffile.</summary>
    private static async Task<IReadOnlyList<Timing>> PythonAsync(string name, string[] paths)
    {
        const string Script = """
            import json, sys, time, tifffile
            times = []
            for _ in range(int(sys.argv[1])):
                start = time.perf_counter()
                for path in sys.argv[2:]:
                    tifffile.imread(path)
                times.append((time.perf_counter() - start) * 1000)
            print(json.dumps(times[5:]))
            """;
        const string Python = "/usr/bin/python3";
        if (!File.Exists(Python))
        {
            return [];
        }

        var start = new ProcessStartInfo(Python, ["-c", Script, $"{Rounds + 5}", .. paths])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process python = Process.Start(start)!;
        string output = await python.StandardOutput.ReadToEndAsync();
        await python.WaitForExitAsync();
        return python.ExitCode == 0 ? [new Timing(name, JsonSerializer.Deserialize<double[]>(output)!)] : [];
    }
}

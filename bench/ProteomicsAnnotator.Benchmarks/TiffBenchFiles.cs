using BitMiracle.LibTiff.Classic;

namespace ProteomicsAnnotator.Benchmarks;

/// <summary>A block of 3 channels of 128 x 128 x 128 uint16 as a camera gives them, written by LibTiff.NET.</summary>
internal sealed class TiffBenchFiles : IDisposable
{
    public const int Edge = 128;
    public const int Channels = 3;
    private readonly string _folder = Directory.CreateTempSubdirectory("tiff-benchmark-").FullName;

    public TiffBenchFiles()
    {
        byte[][] channels = [.. Enumerable.Range(1, Channels).Select(Voxels)];
        Raw = [.. channels.Select((voxels, c) => Write($"raw-{c}.tif", voxels, Compression.NONE))];
        Deflate = [.. channels.Select((voxels, c) => Write($"deflate-{c}.tif", voxels, Compression.ADOBE_DEFLATE))];
    }

    public string[] Raw { get; }

    public string[] Deflate { get; }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static byte[] Voxels(int seed)
    {
        var random = new Random(seed);
        ushort[] voxels = new ushort[Edge * Edge * Edge];
        for (int i = 0; i < voxels.Length; i++)
        {
            (int z, int y, int x) = (i / (Edge * Edge), i / Edge % Edge, i % Edge);
            double blob = Math.Exp(-(Math.Pow(z - 64, 2) + Math.Pow(y - 50, 2) + Math.Pow(x - 70, 2)) / 900);
            voxels[i] = (ushort)(100 + (2000 * blob) + random.Next(24));
        }

        byte[] bytes = new byte[voxels.Length * 2];
        Buffer.BlockCopy(voxels, 0, bytes, 0, bytes.Length);
        return bytes;
    }

    private string Write(string name, byte[] voxels, Compression compression)
    {
        string path = Path.Combine(_folder, name);
        using Tiff tiff = Tiff.Open(path, "w");
        for (int z = 0; z < Edge; z++)
        {
            tiff.SetField(TiffTag.IMAGEWIDTH, Edge);
            tiff.SetField(TiffTag.IMAGELENGTH, Edge);
            tiff.SetField(TiffTag.BITSPERSAMPLE, 16);
            tiff.SetField(TiffTag.SAMPLESPERPIXEL, 1);
            tiff.SetField(TiffTag.ROWSPERSTRIP, Edge);
            tiff.SetField(TiffTag.PHOTOMETRIC, Photometric.MINISBLACK);
            tiff.SetField(TiffTag.COMPRESSION, compression);
            int planeBytes = Edge * Edge * 2;
            tiff.WriteEncodedStrip(0, voxels, z * planeBytes, planeBytes);
            tiff.WriteDirectory();
        }

        return path;
    }
}

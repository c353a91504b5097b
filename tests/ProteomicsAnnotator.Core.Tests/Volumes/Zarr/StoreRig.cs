using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using ProteomicsAnnotator.Core.Tests.Volumes.Tiff;
using ProteomicsAnnotator.Core.Volumes;
using ProteomicsAnnotator.Core.Volumes.Zarr;

namespace ProteomicsAnnotator.Core.Tests.Volumes.Zarr;

/// <summary>A store in a temporary folder, made of files.</summary>
internal sealed class StoreRig : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("zarr-").FullName;

    public StoreRig()
    {
        Store = Path.Combine(_folder, "store.zarr");
        Directory.CreateDirectory(Store);
    }

    /// <summary>Without the pause before a chunk with a fault is read again.</summary>
    public static ZarrLimits AtOnce { get; } = new() { RetryAfter = TimeSpan.Zero };

    public string Store { get; }

    /// <summary>The folder around the store.</summary>
    public string Outside => _folder;

    public static string Vectors => GoldenVectors.Folder("zarr");

    public void Put(string name, byte[] bytes)
    {
        string path = Path.Combine(Store, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, bytes);
    }

    public void Put(string name, string text) => Put(name, Encoding.UTF8.GetBytes(text));

    /// <summary>An array of version 2 with one plain chunk of bytes.</summary>
    public void PutArray(string folder, byte[] voxels, params int[] shape)
    {
        string extents = string.Join(',', shape);
        Put(Path.Combine(folder, ".zarray"), $$"""
            {"zarr_format":2,"shape":[{{extents}}],"chunks":[{{extents}}],"dtype":"|u1","compressor":null,"fill_value":0,"order":"C","filters":null}
            """);
        Put(Path.Combine(folder, string.Join('.', shape.Select(_ => "0"))), voxels);
    }

    public ZarrImage Open(ZarrLimits? limits = null) => ZarrImage.Open(Store, limits ?? AtOnce);

    public ZarrException Refusal() => Assert.Throws<ZarrException>(() => Open());

    /// <summary>The whole of a level, read as one box.</summary>
    public static ZarrBox Whole(ZarrImage image, int level = 0, int channel = 0) =>
        image.ReadBox(level, new VoxelBox(0, 0, 0, image.Levels[level].Shape), channel, cancellationToken: TestContext.Current.CancellationToken);

    /// <summary>The voxels as numbers, in the order z, y, x.</summary>
    public static double[] Numbers(Volume volume)
    {
        ReadOnlySpan<byte> bytes = volume.Voxels.Span;
        double[] numbers = new double[volume.Shape.Voxels];
        for (int i = 0; i < numbers.Length; i++)
        {
            numbers[i] = volume.Type switch
            {
                VoxelType.UInt8 => bytes[i],
                VoxelType.UInt16 => BinaryPrimitives.ReadUInt16LittleEndian(bytes[(2 * i)..]),
                _ => MemoryMarshal.Cast<byte, float>(bytes)[i],
            };
        }

        return numbers;
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}

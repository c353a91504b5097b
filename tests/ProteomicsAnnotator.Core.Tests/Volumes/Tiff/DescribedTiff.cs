using System.Buffers.Binary;
using System.Text;

namespace ProteomicsAnnotator.Core.Tests.Volumes.Tiff;

/// <summary>
/// Little-endian TIFFs of small pages, one strip each, with any description: every page's numbers are its own number
/// times 100 plus their position, so that a plane in the wrong place is seen.
/// </summary>
internal sealed record DescribedTiff
{
    public int Width { get; init; } = 4;

    public int Height { get; init; } = 3;

    public int Pages { get; init; } = 1;

    public byte[] Description { get; init; } = [];

    public string Text
    {
        init => Description = Encoding.UTF8.GetBytes(value + "\0");
    }

    public int Bits { get; init; } = 16;

    /// <summary>TIFF's SampleFormat: 1 unsigned, 2 signed, 3 float.</summary>
    public int Format { get; init; } = 1;

    public int Compression { get; init; } = 1;

    /// <summary>Stored bytes of a page; null: its numbers.</summary>
    public Func<int, byte[]>? Strip { get; init; }

    /// <summary>What the file says of a strip's length; null: the truth.</summary>
    public Func<int, int>? ByteCount { get; init; }

    /// <summary>NewSubfileType of a page.</summary>
    public Func<int, int>? Subfile { get; init; }

    /// <summary>The first voxel of each page, in the order of the planes.</summary>
    public static ushort[] FirstVoxels(ReadOnlySpan<byte> voxels, int planeBytes)
    {
        ushort[] first = new ushort[voxels.Length / planeBytes];
        for (int z = 0; z < first.Length; z++)
        {
            first[z] = BinaryPrimitives.ReadUInt16LittleEndian(voxels[(z * planeBytes)..]);
        }

        return first;
    }

    public byte[] ToBytes()
    {
        using var file = new MemoryStream();
        using var writer = new BinaryWriter(file);
        writer.Write("II*\0"u8);
        writer.Write(0);
        long link = 4;
        int descriptionAt = (int)file.Position;
        writer.Write(Description);
        for (int page = 0; page < Pages; page++)
        {
            int stripAt = (int)file.Position;
            byte[] strip = Strip?.Invoke(page) ?? Numbers(page);
            writer.Write(strip);
            Pad(writer);
            int directory = (int)file.Position;
            link = WriteDirectory(writer, page, (descriptionAt, stripAt, strip.Length), link, directory);
        }

        return file.ToArray();
    }

    public string WriteTo(string path)
    {
        File.WriteAllBytes(path, ToBytes());
        return path;
    }

    private static void Pad(BinaryWriter writer)
    {
        if (writer.BaseStream.Position % 2 == 1)
        {
            writer.Write((byte)0);
        }
    }

    private byte[] Numbers(int page)
    {
        byte[] numbers = new byte[Width * Height * 2];
        for (int i = 0; i < Width * Height; i++)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(numbers.AsSpan(i * 2), (ushort)((page * 100) + i));
        }

        return numbers;
    }

    private long WriteDirectory(
        BinaryWriter writer, int page, (int Description, int Strip, int Length) at, long link, int directory)
    {
        List<(int Tag, int Type, int Count, int Value)> tags =
        [
            (254, 4, 1, Subfile?.Invoke(page) ?? 0),
            (256, 4, 1, Width), (257, 4, 1, Height), (258, 4, 1, Bits), (259, 4, 1, Compression), (262, 4, 1, 1),
            (273, 4, 1, at.Strip), (277, 4, 1, 1), (278, 4, 1, Height),
            (279, 4, 1, ByteCount?.Invoke(page) ?? at.Length), (339, 4, 1, Format),
        ];
        if (page == 0 && Description.Length > 4)
        {
            tags.Insert(6, (270, 2, Description.Length, at.Description));
        }

        writer.Write((short)tags.Count);
        foreach ((int tag, int type, int count, int value) in tags)
        {
            writer.Write((short)tag);
            writer.Write((short)type);
            writer.Write(count);
            writer.Write(value);
        }

        long next = writer.BaseStream.Position;
        writer.Write(0);
        writer.BaseStream.Position = link;
        writer.Write(directory);
        writer.BaseStream.Position = next + 4;
        return next;
    }
}

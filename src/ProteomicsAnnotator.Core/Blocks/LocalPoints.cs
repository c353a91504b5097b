using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Blocks;

/// <summary>
/// The optional <c>local_points.npy</c> beside blocks: an array of shape (N, 3), columns z, y, x in voxels. Row i is
/// the focus point of the i-th block of that folder, in ordinal order. A row with a NaN or an infinity is no point.
/// </summary>
internal sealed record LocalPoints(string Path, IReadOnlyList<FocusPoint?> Rows, string? Problem)
{
    public const string FileName = "local_points.npy";

    private const int MaxRows = 1_000_000;

    /// <summary>No rows, and why, when the file cannot be read or is no such array.</summary>
    public static LocalPoints Read(string path)
    {
        try
        {
            using FileStream file = new(RegularFile.OpenRead(path), FileAccess.Read, bufferSize: 1);
            RegularFile.ThrowIfTooLarge(path, file.Length, RegularFile.MaxBytes);
            if (!NpyHeader.TryRead(file, out NpyHeader? header, out string? fault))
            {
                return new LocalPoints(path, [], fault);
            }

            return header.Shape is [var rows and <= MaxRows, 3]
                ? new LocalPoints(path, Points(header.ReadNumbers(file), rows, header.IsFortranOrder), null)
                : new LocalPoints(path, [], $"The array has shape ({string.Join(", ", header.Shape)}); expected (N, 3).");
        }
        catch (EndOfStreamException)
        {
            return new LocalPoints(path, [], "The file ends before its last number.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new LocalPoints(path, [], "Cannot be read: " + (e is StorageException fault ? fault.Reason : e.Message));
        }
    }

    /// <summary>The file with these rows, as float64.</summary>
    public static byte[] Write(IReadOnlyList<FocusPoint> points)
    {
        const int HeaderBytes = 118;
        string words = string.Create(
            CultureInfo.InvariantCulture,
            $"{{'descr': '<f8', 'fortran_order': False, 'shape': ({points.Count}, 3), }}");
        byte[] numbers = new byte[points.Count * 3 * sizeof(double)];
        for (int i = 0; i < points.Count; i++)
        {
            Span<byte> row = numbers.AsSpan(i * 3 * sizeof(double));
            BinaryPrimitives.WriteDoubleLittleEndian(row, points[i].Z);
            BinaryPrimitives.WriteDoubleLittleEndian(row[8..], points[i].Y);
            BinaryPrimitives.WriteDoubleLittleEndian(row[16..], points[i].X);
        }

        return [0x93, .. "NUMPY"u8, 1, 0, HeaderBytes, 0, .. Encoding.ASCII.GetBytes(words.PadRight(HeaderBytes - 1) + "\n"), .. numbers];
    }

    private static FocusPoint?[] Points(double[] numbers, int rows, bool byColumns)
    {
        int row = byColumns ? 1 : 3;
        int column = byColumns ? rows : 1;
        var points = new FocusPoint?[rows];
        for (int i = 0; i < rows; i++)
        {
            double z = numbers[i * row];
            double y = numbers[(i * row) + column];
            double x = numbers[(i * row) + (2 * column)];
            points[i] = double.IsFinite(z + y + x) ? new FocusPoint(z, y, x) : null;
        }

        return points;
    }
}

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

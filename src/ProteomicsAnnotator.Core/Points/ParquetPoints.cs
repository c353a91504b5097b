using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Parquet;
using Parquet.Schema;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Points;

/// <summary>
/// Points of a Parquet table: columns of numbers and texts, by name. What the file says of its own size is held against limits before a column is
/// read, as the package reserves memory by it.
/// </summary>
internal static class ParquetPoints
{
    public const long MaxBytes = 256L << 20;

    /// <summary>Of a column of a group of rows, decoded.</summary>
    private const long MaxColumnBytes = 512L << 20;

    /// <exception cref="SourceException">It is no table of points, or broken.</exception>
    public static PointTable Read(string path, PointsFile columns, FileStream stream)
    {
        byte[] bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        try
        {
            using var memory = new MemoryStream(bytes);
            ParquetReader reader = Done(ParquetReader.CreateAsync(memory));
            ThrowIfTooLarge(path, reader.Metadata?.RowGroups ?? []);
            DataField[] fields = [.. reader.Schema.Fields.OfType<DataField>().Where(field => !field.IsArray && IsRead(field))];
            return NamedColumns.Read(path, columns, [.. fields.Select(field => field.Name)], used => RowsOf(Done(ReadAsync(reader, fields, used)), used.First()));
        }
        catch (Exception e) when (e is not (SourceException or StorageException))
        {
            // The package throws whatever it meets in a broken file.
            throw new SourceException(path, null, $"a Parquet file that cannot be read ({e.Message.TrimEnd('.').ReplaceLineEndings(" ")})", "a whole Parquet file, or a CSV file of the same columns", e);
        }
    }

    /// <summary>Nothing of it waits for anything: the file is in memory.</summary>
    [SuppressMessage("Usage", "VSTHRD002", Justification = "What is waited for is work of this thread.")]
    private static T Done<T>(Task<T> task) => task.GetAwaiter().GetResult();

    /// <summary>The texts of each column that is used; null: it is not.</summary>
    private static async Task<List<string>?[]> ReadAsync(ParquetReader reader, DataField[] fields, IReadOnlySet<int> used)
    {
        List<string>?[] cells = [.. fields.Select((_, i) => used.Contains(i) ? new List<string>() : null)];
        for (int i = 0; i < reader.RowGroupCount; i++)
        {
            using ParquetRowGroupReader group = reader.OpenRowGroupReader(i);
            foreach (int column in used)
            {
                cells[column]!.AddRange(await TextsAsync(group, fields[column]));
            }
        }

        return cells;
    }

    private static IEnumerable<List<string>> RowsOf(List<string>?[] cells, int anyUsed)
    {
        for (int row = 0; row < cells[anyUsed]!.Count; row++)
        {
            yield return [.. cells.Select(column => column?[row] ?? "")];
        }
    }

    private static void ThrowIfTooLarge(string path, IReadOnlyList<Parquet.Meta.RowGroup> groups)
    {
        double rows = groups.Sum(group => (double)group.NumRows);
        if (rows > PointTable.MostRows || groups.Any(group => group.NumRows < 0))
        {
            throw new SourceException(path, null, string.Create(CultureInfo.InvariantCulture, $"{rows:N0} rows"), $"at most {PointTable.MostRows:N0}");
        }

        if (groups.SelectMany(group => group.Columns).Select(column => column.MetaData).FirstOrDefault(column => column is null || column.TotalUncompressedSize is < 0 or > MaxColumnBytes || column.NumValues is < 0 or > PointTable.MostRows) is { } large)
        {
            throw new SourceException(
                path, null, $"a column \"{string.Join('.', large.PathInSchema)}\" of {large.TotalUncompressedSize} bytes and {large.NumValues} values in a group of rows", $"at most {MaxColumnBytes} bytes and {PointTable.MostRows} values");
        }
    }

    /// <summary>Numbers and texts.</summary>
    private static bool IsRead(DataField field) => IsText(field) || Type.GetTypeCode(field.ClrType) is >= TypeCode.SByte and <= TypeCode.Double;

    private static bool IsText(DataField field) => field.ClrType == typeof(string) || field.ClrType == typeof(ReadOnlyMemory<char>);

    private static async Task<IEnumerable<string>> TextsAsync(ParquetRowGroupReader group, DataField field)
    {
        int rows = checked((int)group.RowCount);
        if (IsText(field))
        {
            string?[] texts = new string?[rows];
            await group.ReadAsync(field, texts.AsMemory());
            return texts.Select(text => text ?? "");
        }

        return Type.GetTypeCode(field.ClrType) switch
        {
            TypeCode.Double => await NumbersAsync<double>(group, field, rows),
            TypeCode.Single => await NumbersAsync<float>(group, field, rows),
            TypeCode.Int64 => await NumbersAsync<long>(group, field, rows),
            TypeCode.UInt64 => await NumbersAsync<ulong>(group, field, rows),
            TypeCode.Int32 => await NumbersAsync<int>(group, field, rows),
            TypeCode.UInt32 => await NumbersAsync<uint>(group, field, rows),
            TypeCode.Int16 => await NumbersAsync<short>(group, field, rows),
            TypeCode.UInt16 => await NumbersAsync<ushort>(group, field, rows),
            TypeCode.SByte => await NumbersAsync<sbyte>(group, field, rows),
            _ => await NumbersAsync<byte>(group, field, rows),
        };
    }

    /// <summary>With all digits; empty where there is none.</summary>
    private static async Task<IEnumerable<string>> NumbersAsync<T>(ParquetRowGroupReader group, DataField field, int rows)
        where T : struct, IFormattable
    {
        if (field.IsNullable)
        {
            var maybe = new T?[rows];
            await group.ReadAsync<T>(field, maybe.AsMemory());
            return maybe.Select(number => number?.ToString(null, CultureInfo.InvariantCulture) ?? "");
        }

        var numbers = new T[rows];
        await group.ReadAsync<T>(field, numbers.AsMemory());
        return numbers.Select(number => number.ToString(null, CultureInfo.InvariantCulture));
    }
}

using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using Parquet;
using Parquet.Schema;

namespace ProteomicsAnnotator.Core.Storage;

/// <summary>
/// A Parquet table that another program wrote: columns of numbers and texts, as texts, by name. What the file says of its own size is held against
/// limits before a column is read, as the package reserves memory by it. Whatever does not fit is a <see cref="FormatException"/>.
/// </summary>
internal sealed class ParquetTable
{
    public const long MaxBytes = 256L << 20;

    public const int MostRows = 5_000_000;

    /// <summary>Of a column of a group of rows, decoded.</summary>
    private const long MaxColumnBytes = 512L << 20;

    /// <summary>Of a table that becomes text as a whole.</summary>
    private const double MostCells = 50_000_000;

    private static readonly SearchValues<char> Special = SearchValues.Create('"', ',', '\r', '\n', ' ');

    private readonly ParquetReader _reader;
    private readonly DataField[] _fields;

    private ParquetTable(ParquetReader reader)
    {
        _reader = reader;
        _fields = [.. reader.Schema.Fields.OfType<DataField>().Where(field => !field.IsArray && IsRead(field))];
        Names = [.. _fields.Select(field => field.Name)];
    }

    /// <summary>Of the columns that can be read.</summary>
    public IReadOnlyList<string> Names { get; }

    public static bool Is(ReadOnlySpan<byte> file) => file.StartsWith("PAR1"u8);

    /// <exception cref="FormatException">It is broken, or too large.</exception>
    public static ParquetTable Open(byte[] file) => Try(() =>
    {
        if (file.Length > MaxBytes)
        {
            throw new FormatException(string.Create(CultureInfo.InvariantCulture, $"found {file.Length} bytes; expected at most {MaxBytes}"));
        }

        ParquetReader reader = Done(ParquetReader.CreateAsync(new MemoryStream(file)));
        ThrowIfTooLarge(reader.Metadata?.RowGroups ?? []);
        return new ParquetTable(reader);
    });

    /// <summary>The same table as CSV, with commas; the header is line 1, the first row line 2.</summary>
    /// <exception cref="FormatException">It is broken, or too large.</exception>
    public static byte[] ToCsv(byte[] file)
    {
        ParquetTable table = Open(file);
        if ((double)table._reader.Metadata!.RowGroups.Sum(group => group.NumRows) * table.Names.Count > MostCells)
        {
            throw new FormatException(string.Create(CultureInfo.InvariantCulture, $"found {table.Names.Count} columns of more than {MostCells:N0} cells together; expected a table of the columns that are needed"));
        }

        using var csv = new MemoryStream();
        using (var writer = new StreamWriter(csv, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)))
        {
            foreach (List<string> row in table.Rows(Enumerable.Range(0, table.Names.Count).ToHashSet()).Prepend([.. table.Names]))
            {
                writer.Write(string.Join(',', row.Select(cell => cell.AsSpan().ContainsAny(Special) ? $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : cell)));
                writer.Write('\n');
            }
        }

        return csv.ToArray();
    }

    /// <summary>Texts of the columns that are used; those of others are empty.</summary>
    /// <exception cref="FormatException">It is broken.</exception>
    public IEnumerable<List<string>> Rows(IReadOnlySet<int> used)
    {
        List<string>?[] cells = used.Count == 0 ? [] : Try(() => Done(ReadAsync(used)));
        for (int row = 0; row < (cells.Length == 0 ? 0 : cells[used.First()]!.Count); row++)
        {
            yield return [.. cells.Select(column => column?[row] ?? "")];
        }
    }

    private static T Try<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is not FormatException)
        {
            // The package throws whatever it meets in a broken file.
            throw new FormatException($"found a Parquet file that cannot be read ({e.Message.TrimEnd('.').ReplaceLineEndings(" ")}); expected a whole Parquet file, or a CSV file of the same columns", e);
        }
    }

    /// <summary>Nothing of it waits for anything: the file is in memory.</summary>
    [SuppressMessage("Usage", "VSTHRD002", Justification = "What is waited for is work of this thread.")]
    private static T Done<T>(Task<T> task) => task.GetAwaiter().GetResult();

    /// <summary>The texts of each column that is used; null: it is not.</summary>
    private async Task<List<string>?[]> ReadAsync(IReadOnlySet<int> used)
    {
        List<string>?[] cells = [.. _fields.Select((_, i) => used.Contains(i) ? new List<string>() : null)];
        for (int i = 0; i < _reader.RowGroupCount; i++)
        {
            using ParquetRowGroupReader group = _reader.OpenRowGroupReader(i);
            foreach (int column in used)
            {
                cells[column]!.AddRange(await TextsAsync(group, _fields[column]));
            }
        }

        return cells;
    }

    private static void ThrowIfTooLarge(IReadOnlyList<Parquet.Meta.RowGroup> groups)
    {
        double rows = groups.Sum(group => (double)group.NumRows);
        if (rows > MostRows || groups.Any(group => group.NumRows < 0))
        {
            throw new FormatException(string.Create(CultureInfo.InvariantCulture, $"found {rows:N0} rows; expected at most {MostRows:N0}"));
        }

        Parquet.Meta.ColumnMetaData?[] columns = [.. groups.SelectMany(group => group.Columns).Select(column => column.MetaData)];
        if (columns.Contains(null))
        {
            throw new FormatException("found a column without a description; expected a whole Parquet file");
        }

        if (columns.FirstOrDefault(column => column!.TotalUncompressedSize is < 0 or > MaxColumnBytes || column.NumValues is < 0 or > MostRows) is { } large)
        {
            throw new FormatException(
                $"found a column \"{string.Join('.', large.PathInSchema)}\" of {large.TotalUncompressedSize} bytes and {large.NumValues} values in a group of rows; expected at most {MaxColumnBytes} bytes and {MostRows} values");
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

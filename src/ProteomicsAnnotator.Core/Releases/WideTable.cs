using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Export;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Releases;

/// <summary>The labels that a wide table says, read from its bytes: that file has the same columns in every version.</summary>
public sealed class WideTable
{
    private const string Before = "user_";
    private const string Behind = "_label";

    private readonly Dictionary<string, (int? Final, int?[] Labels)> _rows = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _users = new(StringComparer.Ordinal);

    private WideTable()
    {
    }

    public IReadOnlyCollection<string> Blocks => _rows.Keys;

    public IReadOnlyCollection<string> Users => _users.Keys;

    /// <param name="path">For the message.</param>
    /// <param name="csv">Its bytes.</param>
    /// <exception cref="StorageException">It is no wide table.</exception>
    public static WideTable Parse(string path, ReadOnlyMemory<byte> csv)
    {
        try
        {
            return Read(CsvReader.Exact(csv));
        }
        catch (FormatException error)
        {
            throw new StorageException(path, $"it is no wide table: {error.Message}", error);
        }
    }

    /// <summary>A block as these tables spell it: a spreadsheet must not take an id for a formula.</summary>
    public static string NameOf(BlockId block) => CsvTable.Harmless(block.Value);

    /// <summary>Null when there is none, also where block or user is not in the table.</summary>
    public int? LabelOf(string block, string user) =>
        _rows.TryGetValue(block, out (int? Final, int?[] Labels) row) && _users.TryGetValue(user, out int index) ? row.Labels[index] : null;

    /// <summary>Null when there is none.</summary>
    public int? FinalOf(string block) => _rows.GetValueOrDefault(block).Final;

    internal static int[] UserColumnsOf(CsvReader reader) =>
        [.. Enumerable.Range(0, reader.Header.Count).Where(i => IsUser(reader.Header[i]))];

    /// <param name="column">Of a user.</param>
    internal static string UserOf(string column) => column[Before.Length..^Behind.Length];

    private static bool IsUser(string column) => column.StartsWith(Before, StringComparison.Ordinal) && column.EndsWith(Behind, StringComparison.Ordinal);

    private static WideTable Read(CsvReader reader)
    {
        var table = new WideTable();
        (int block, int final) = (reader.Column("block_id"), reader.Column("final_label"));
        int[] columns = UserColumnsOf(reader);
        foreach (int column in columns)
        {
            table._users[UserOf(reader.Header[column])] = table._users.Count;
        }

        while (reader.Read())
        {
            table._rows[reader.Text(block)] = (reader.WholeNumber(final), [.. columns.Select(reader.WholeNumber)]);
        }

        return table;
    }
}

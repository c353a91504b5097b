using System.Text;
using System.Text.RegularExpressions;
using Parquet;
using Parquet.Schema;

namespace ProteomicsAnnotator.App.Tests.Endpoints;

/// <summary>Reads what was exported by other means than the program's own.</summary>
internal static partial class ExportedFiles
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>When it was exported is a matter of the moment: the last cell of a row, a property of an object.</summary>
    public static string WithoutTime(string text) => ExportedAt().Replace(text, "${before}T");

    public static Dictionary<string, byte[]> Unzipped(byte[] archive)
    {
        using var zip = new System.IO.Compression.ZipArchive(new MemoryStream(archive));
        return zip.Entries.ToDictionary(entry => entry.FullName, entry =>
        {
            using Stream content = entry.Open();
            using var bytes = new MemoryStream();
            content.CopyTo(bytes);
            return bytes.ToArray();
        });
    }

    /// <summary>A Parquet file as text, without when it was exported.</summary>
    public static async Task<string> ColumnsAsync(byte[] file)
    {
        using var bytes = new MemoryStream(file);
        await using ParquetReader reader = await ParquetReader.CreateAsync(bytes, cancellationToken: Ct);
        using ParquetRowGroupReader group = reader.OpenRowGroupReader(0);
        var text = new StringBuilder();
        foreach (DataField field in reader.Schema.GetDataFields().Where(field => field.Name != "exported_at"))
        {
            text.Append(field.Name).Append(": ").AppendJoin(" | ", await ValuesAsync(group, field)).Append('\n');
        }

        return text.ToString();
    }

    private static async Task<IEnumerable<object?>> ValuesAsync(ParquetRowGroupReader group, DataField field)
    {
        var texts = new string?[(int)group.RowCount];
        var numbers = new int?[texts.Length];
        var flags = new bool[texts.Length];
        var times = new DateTime?[texts.Length];
        if (field.ClrType == typeof(double))
        {
            var reals = new double?[texts.Length];
            await group.ReadAsync<double>(field, reals.AsMemory(), cancellationToken: Ct);
            return reals.Cast<object?>();
        }

        if (field.ClrType == typeof(int))
        {
            await group.ReadAsync<int>(field, numbers.AsMemory(), cancellationToken: Ct);
            return numbers.Cast<object?>();
        }

        if (field is { IsNullable: true } && field.ClrType == typeof(bool))
        {
            var maybe = new bool?[texts.Length];
            await group.ReadAsync<bool>(field, maybe.AsMemory(), cancellationToken: Ct);
            return maybe.Cast<object?>();
        }

        if (field.ClrType == typeof(bool))
        {
            await group.ReadAsync<bool>(field, flags.AsMemory(), cancellationToken: Ct);
            return flags.Cast<object?>();
        }

        if (field.ClrType == typeof(DateTime))
        {
            await group.ReadAsync<DateTime>(field, times.AsMemory(), cancellationToken: Ct);
            return times.Select(time => (object?)time?.Ticks);
        }

        await group.ReadAsync(field, texts.AsMemory(), cancellationToken: Ct);
        return texts;
    }

    [GeneratedRegex(@"(?<before>(,|""exported_at"": ""))\d{4}-\d\d-\d\dT[0-9:.]+\+00:00(?=\r\n|""(,|$))", RegexOptions.ExplicitCapture | RegexOptions.Multiline, 1000)]
    private static partial Regex ExportedAt();
}

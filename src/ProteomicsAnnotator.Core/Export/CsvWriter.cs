using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace ProteomicsAnnotator.Core.Export;

/// <summary>
/// CSV as Python's csv module writes it by default: comma, CRLF after every record, a field in double quotes only when
/// it holds a comma, a quote, CR or LF, quotes doubled. UTF-8 without BOM.
/// </summary>
internal sealed class CsvWriter
{
    private static readonly SearchValues<char> Special = SearchValues.Create(",\"\r\n");

    private readonly ArrayBufferWriter<byte> _bytes;
    private bool _inRecord;

    public CsvWriter(int capacity)
    {
        _bytes = new ArrayBufferWriter<byte>(Math.Max(256, capacity));
    }

    public ReadOnlyMemory<byte> Written => _bytes.WrittenMemory;

    /// <summary>The bytes of a field, quoted where needed, for fields that come back in every record.</summary>
    public static byte[] Encode(string field) => Encoding.UTF8.GetBytes(Quote(field));

    public void Field(string field)
    {
        Separate();
        string quoted = Quote(field);
        _bytes.Advance(Encoding.UTF8.GetBytes(quoted, _bytes.GetSpan(Encoding.UTF8.GetMaxByteCount(quoted.Length))));
    }

    public void Field(int? number)
    {
        Separate();
        if (number is { } value)
        {
            _ = Utf8Formatter.TryFormat(value, _bytes.GetSpan(16), out int written);
            _bytes.Advance(written);
        }
    }

    public void Encoded(ReadOnlySpan<byte> field)
    {
        Separate();
        _bytes.Write(field);
    }

    public void EndRecord()
    {
        _bytes.Write("\r\n"u8);
        _inRecord = false;
    }

    private void Separate()
    {
        if (_inRecord)
        {
            _bytes.Write(","u8);
        }

        _inRecord = true;
    }

    private static string Quote(string field) =>
        field.AsSpan().ContainsAny(Special) ? $"\"{field.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : field;
}

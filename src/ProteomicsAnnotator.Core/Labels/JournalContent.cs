namespace ProteomicsAnnotator.Core.Labels;

/// <summary>What the bytes of a journal (or of its new end) say.</summary>
internal sealed class JournalContent
{
    private const byte NewLine = (byte)'\n';

    public JournalHeader? Header { get; private set; }

    public List<LabelEvent> Events { get; } = [];

    /// <summary>Complete lines that are no JSON: torn by a crash or a full disk, or not wholly visible yet.</summary>
    public int TornLines { get; private set; }

    /// <summary>The end is not a complete line: torn, or being written.</summary>
    public bool EndsTorn { get; private set; }

    /// <summary>The program that wrote it ended in order.</summary>
    public bool IsClosed { get; private set; }

    /// <summary>Bytes up to the first torn line, else up to the last '\n'.</summary>
    public int Sound { get; private set; }

    /// <summary>Bytes up to the last '\n'.</summary>
    public int Complete { get; private set; }

    /// <param name="bytes">Kept alive by the events.</param>
    /// <param name="journal">The file's name without ending.</param>
    /// <param name="startsWithHeader">The bytes begin at the beginning of the file.</param>
    public static JournalContent Parse(ReadOnlyMemory<byte> bytes, string journal, bool startsWithHeader)
    {
        var content = new JournalContent();
        int start = 0;
        while (start < bytes.Length)
        {
            int length = bytes.Span[start..].IndexOf(NewLine);
            if (length < 0)
            {
                content.EndsTorn = true;
                break;
            }

            content.Take(bytes.Slice(start, length), journal, startsWithHeader && start == 0);
            start += length + 1;
            content.Complete = start;
            if (content.TornLines == 0)
            {
                content.Sound = start;
            }
        }

        return content;
    }

    private void Take(ReadOnlyMemory<byte> line, string journal, bool isFirst)
    {
        if (line.IsEmpty)
        {
            return;
        }

        if (isFirst)
        {
            Header = JournalHeader.TryParse(line);
            if (Header is not null)
            {
                return;
            }
        }

        if (JournalLine.TryParse(line, journal) is { } item)
        {
            Events.Add(item);
            IsClosed = false;
        }
        else if (line.Span.StartsWith("{\"closed\""u8) && line.Span.EndsWith("}"u8))
        {
            IsClosed = true;
        }
        else if (!IsJson(line))
        {
            TornLines++;
        }
    }

    private static bool IsJson(ReadOnlyMemory<byte> line)
    {
        var reader = new System.Text.Json.Utf8JsonReader(line.Span);
        try
        {
            while (reader.Read())
            {
                reader.Skip();
            }

            return true;
        }
        catch (System.Text.Json.JsonException)
        {
            return false;
        }
    }
}

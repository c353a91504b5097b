

namespace ProteomicsAnnotator.Core.Journals;

/// <summary>What the bytes of a journal (or of its new end) say.</summary>
internal sealed class JournalContent
{
    private const int MostRefusals = 1000;
    private const byte NewLine = (byte)'\n';

    public JournalHeader? Header { get; private set; }

    public List<LabelEvent> Events { get; } = [];

    /// <summary>Complete lines that are no JSON: torn by a crash or a full disk, or not wholly visible yet.</summary>
    public int TornLines { get; private set; }

    /// <summary>Whole lines that should decide something and are no decision: where in the file, and why.</summary>
    public List<(long Offset, string Reason)> Refusals { get; } = [];

    /// <summary>What admins decided about evidence.</summary>
    public List<EvidenceForgetting> Forgettings { get; } = [];

    /// <summary>What releases were when they were made.</summary>
    public List<ReleaseDecision> Releases { get; } = [];

    /// <summary>There are lines that decide no label, flag or note, and no end.</summary>
    public bool HasOtherLines { get; private set; }

    /// <summary>Some of <see cref="Refusals"/> name a block in a form this program does not know.</summary>
    public bool NamesUnknownBlock { get; private set; }

    /// <summary>All it says is known here: nothing is lost when its decisions stand elsewhere.</summary>
    public bool IsUnderstood => !HasOtherLines && TornLines == 0 && Refusals.Count == 0 && (Header?.Format ?? JournalFormat.Numbers) <= JournalHeader.CurrentFormat;

    /// <summary>The end is not a complete line: torn, or being written.</summary>
    public bool EndsTorn { get; private set; }

    /// <summary>The program that wrote it ended in order.</summary>
    public bool IsClosed { get; private set; }

    /// <summary>Bytes up to the first torn line, else up to the last '\n'.</summary>
    public int Sound { get; private set; }

    /// <summary>Bytes up to the last '\n'.</summary>
    public int Complete { get; private set; }

    /// <summary>The last line within <see cref="Sound"/>, and within <see cref="Complete"/>; null: there is none.</summary>
    public (JournalTail? Sound, JournalTail? Complete) Tails { get; private set; }

    /// <param name="bytes">Kept alive by the events.</param>
    /// <param name="journal">The file's name without ending.</param>
    /// <param name="startsWithHeader">The bytes begin at the beginning of the file.</param>
    public static JournalContent Parse(ReadOnlyMemory<byte> bytes, string journal, bool startsWithHeader) =>
        Parse(bytes, journal, startsWithHeader, 0);

    /// <param name="bytes">Kept alive by the events.</param>
    /// <param name="journal">The file's name without ending.</param>
    /// <param name="startsWithHeader">The bytes begin at the beginning of the file.</param>
    /// <param name="offset">Where in the file they begin, for what is said of a line.</param>
    public static JournalContent Parse(ReadOnlyMemory<byte> bytes, string journal, bool startsWithHeader, long offset)
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

            content.Take(bytes.Slice(start, length), journal, startsWithHeader && start == 0, offset + start);
            start += length + 1;
            content.Complete = start;
            if (content.TornLines == 0)
            {
                content.Sound = start;
            }
        }

        content.Tails = (JournalTail.Of(bytes.Span[..content.Sound], offset), JournalTail.Of(bytes.Span[..content.Complete], offset));
        return content;
    }

    private void Take(ReadOnlyMemory<byte> line, string journal, bool isFirst, long offset)
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

        ParsedLine parsed = JournalLine.Parse(line, journal);
        if (parsed.Event is { } item)
        {
            Events.Add(item);
            IsClosed = false;
        }
        else if (parsed.Refusal is { } refusal)
        {
            NamesUnknownBlock |= parsed.NamesUnknownBlock;
            if (Refusals.Count < MostRefusals)
            {
                Refusals.Add((offset, refusal));
            }
        }
        else if (parsed.IsTorn)
        {
            TornLines++;
        }
        else if (line.Span.StartsWith("{\"closed\""u8))
        {
            IsClosed = true;
        }
        else
        {
            HasOtherLines = true;
            if (EvidenceForgetting.TryParse(line, journal) is { } forgetting)
            {
                Forgettings.Add(forgetting);
            }
            else if (ReleaseDecision.TryParse(line, journal) is { } release)
            {
                Releases.Add(release);
            }
        }
    }
}

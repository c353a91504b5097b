using System.Globalization;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Journals;

/// <summary>How far one journal of the share has been read.</summary>
internal sealed class JournalState(string name)
{
    private const int NamedRefusals = 3;

    public string Name { get; } = name;

    public string Host { get; } = JournalName.HostOf(name);

    /// <summary>Bytes that need not be read again.</summary>
    public long Consumed { get; set; }

    /// <summary>Bytes whose lines memory has, even if some are read again: a shorter file has lost some.</summary>
    public long ReadTo { get; set; }

    public FileStamp? Stamp { get; set; }

    /// <summary>The line that ends at <see cref="Consumed"/>; null: not known, as from the cache.</summary>
    public JournalTail? Tail { get; set; }

    public int Format { get; set; } = JournalFormat.Numbers;

    /// <summary>A line decides about a block whose name has no form known here: a newer program's, so that nothing is derived.</summary>
    public bool NamesUnknownBlock { get; set; }

    /// <summary>This program does not know what all of it means.</summary>
    public bool IsNewer => NamesUnknownBlock || Format > JournalHeader.CurrentFormat;

    public int TornLines { get; set; }

    public bool EndsTorn { get; set; }

    /// <summary>Why a line that should decide something is no decision, by the byte it begins at.</summary>
    public SortedDictionary<long, string> Refusals { get; } = [];

    /// <summary>Words about lines that are no JSON, as a crash leaves them.</summary>
    public string? TornNotice => TornLines > 0 ? $"{Name}: {Counted.Of(TornLines, "unreadable line", "was", "were")} skipped." : null;

    /// <summary>Words about lines that should decide something and do not count.</summary>
    public IEnumerable<string> RefusalNotices
    {
        get
        {
            foreach ((long offset, string reason) in Refusals.Take(NamedRefusals))
            {
                yield return string.Create(CultureInfo.InvariantCulture, $"{Name}: the line at byte {offset} is no decision: {reason}.");
            }

            if (Refusals.Count > NamedRefusals)
            {
                yield return $"{Name}: {Counted.Of(Refusals.Count - NamedRefusals, "more line", "is", "are")} no decision{(Refusals.Count == NamedRefusals + 1 ? "" : "s")}.";
            }
        }
    }

    public bool IsClosed { get; set; }

    /// <summary>How often a torn line was read again: it may not have been wholly visible yet.</summary>
    public int Retries { get; set; }

    /// <summary>As <see cref="Consumed"/>, for the next start, which has to name the lines that do not count, too.</summary>
    public long SettledLength => TornLines == 0 && Refusals.Count == 0 ? Consumed : 0;

    public JournalState Copy() => (JournalState)MemberwiseClone();

    /// <summary>Memory has everything that the stamp stands for.</summary>
    public FileStamp? SettledStamp => TornLines == 0 && Refusals.Count == 0 && !EndsTorn ? Stamp : null;
}

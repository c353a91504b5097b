using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Labels;

/// <summary>How far one journal of the share has been read.</summary>
internal sealed class JournalState(string name)
{
    public string Name { get; } = name;

    public string Host { get; } = JournalName.HostOf(name);

    /// <summary>Bytes that need not be read again.</summary>
    public long Consumed { get; set; }

    public FileStamp? Stamp { get; set; }

    public int Format { get; set; } = JournalHeader.CurrentFormat;

    public int TornLines { get; set; }

    public bool EndsTorn { get; set; }

    public bool IsClosed { get; set; }

    /// <summary>How often a torn line was looked at again: it may only not have been visible yet.</summary>
    public int Retries { get; set; }

    public JournalState Copy() => (JournalState)MemberwiseClone();

    /// <summary>Everything the stamp stands for was taken in: nothing of it is waited for.</summary>
    public FileStamp? SettledStamp => TornLines == 0 && !EndsTorn ? Stamp : null;
}

using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Journals;

/// <summary>Decisions of one program as lines of a journal. An import has no number of its own: it gets the next one.</summary>
internal sealed class EventLines
{
    private long _line;

    /// <param name="journal">Name of the file the lines go to.</param>
    /// <param name="events">The decisions.</param>
    /// <exception cref="StorageException">One cannot be written so that it is read again.</exception>
    public byte[] Of(string journal, IReadOnlyList<LabelEvent> events)
    {
        if (events.Count == 1)
        {
            return JournalLine.Write(journal, SeqOf(events[0]), events[0]);
        }

        using var lines = new MemoryStream();
        foreach (LabelEvent item in events)
        {
            lines.Write(JournalLine.Write(journal, SeqOf(item), item));
        }

        return lines.ToArray();
    }

    private long SeqOf(LabelEvent item) => item.Id.IsImport ? Interlocked.Increment(ref _line) : item.Id.Seq;
}

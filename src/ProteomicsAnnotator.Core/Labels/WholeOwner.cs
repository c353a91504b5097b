using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Labels;

/// <summary>One owner's file and all of the owner's journals, merged. Blocking; writes nothing.</summary>
internal sealed class WholeOwner
{
    private WholeOwner(LabelLogSettings owner)
    {
        Owner = owner;
    }

    public LabelLogSettings Owner { get; }

    public LabelSnapshot Labels { get; private set; } = LabelSnapshot.Empty;

    /// <summary>There is a file, or a decision.</summary>
    public bool IsKnown { get; private set; }

    public List<string> Notices { get; } = [];

    /// <summary>The file or a journal that could not be read: <see cref="Labels"/> lacks what only it says.</summary>
    public StorageException? Problem { get; private set; }

    /// <summary>A journal of a newer format, in words.</summary>
    public string? Newer { get; private set; }

    /// <summary>Of the configured data root.</summary>
    public IReadOnlyDictionary<BlockId, Vote> Votes => Labels.Labels
        .Where(label => label.Key.Root is null)
        .ToDictionary(label => label.Key.Block, label => new Vote(label.Value.Label, label.Value.AnnotatedAt));

    /// <summary>The file first, then the journals: what a program of ours derived is in a journal by then.</summary>
    public static WholeOwner Read(LabelShareSettings settings, SharedRoot root, LabelLogSettings owner)
    {
        var whole = new WholeOwner(owner);
        JsonRead<LabelFile> file = JsonFile.Read(settings.Files, owner.DerivedPath(root), bytes => LabelFile.Parse(bytes, owner.Shape));
        whole.Problem = file.Error;
        var merge = new LabelMerge();
        try
        {
            whole.ReadJournals(new JournalFolder(settings.Files, owner.JournalPath(root)), merge, owner.JournalPath(root));
        }
        catch (StorageException error)
        {
            whole.Problem ??= error;
        }

        if (file.Value is { } content)
        {
            var foreign = ForeignEntries.In(content, merge, new NestedFolders(settings.DataRoot, settings.Files.FolderExists));
            merge.AddRange(foreign.Events);
            whole.Notices.AddRange(foreign.Notices);
        }

        whole.Labels = merge.Snapshot;
        whole.IsKnown = file.Outcome == ReadOutcome.Read || merge.EventCount > 0;
        return whole;
    }

    private void ReadJournals(JournalFolder journals, LabelMerge merge, string folder)
    {
        JournalNews news = journals.ReadNew();
        merge.AddRange(news.Events);
        Problem ??= news.Failure;
        foreach (JournalState journal in journals.Journals)
        {
            Notices.AddRange(journal.Complaints);
            if (journal.Format > JournalHeader.CurrentFormat)
            {
                Newer ??= NewerJournals.Describe(Path.Combine(folder, journal.Name + JournalName.Ending), journal.Format);
            }
        }
    }
}

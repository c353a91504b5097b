using ProteomicsAnnotator.Core.Journals;
using ProteomicsAnnotator.Core.LabelFiles;
using ProteomicsAnnotator.Core.Owners;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Labels;

/// <summary>
/// Finds what other programs wrote into the owner's derived files, into files that bear the owner's name in another case,
/// and into those of the original program. Blocking; one reading at a time.
/// </summary>
internal sealed class EditIntake(OwnerContext context, OwnerMemory memory, JournalIntake journals, IReadOnlyList<LabelFileProjection> projections)
{
    private const int NamedValues = 5;

    /// <summary>Of files beside the owner's own: a round that waited longer for many would keep the owner's journals waiting.</summary>
    private static readonly TimeSpan OthersLimit = TimeSpan.FromSeconds(2);
    private readonly VariantFiles _variants = new(context.Settings, context.Root, context.Owner);
    private readonly NestedFolders _folders = new(context.Settings.DataRoot, context.Settings.Files.FolderExists);
    private readonly OriginalIntake _originals = new(context, memory);
    private IReadOnlyList<(string Path, LabelFile Content)> _newVariants = [];

    /// <summary>Runs before the journals are read: what a program of ours derived is in a journal by then.</summary>
    /// <param name="needsContent">Reads a derived file that does not say what memory says also when only its stamp is known.</param>
    public void ReadFiles(bool needsContent)
    {
        foreach (LabelFileProjection projection in projections)
        {
            projection.Refresh(needsContent && projection.Written != memory.Current);
        }

        _newVariants = _variants.Read(OthersLimit);
        _originals.Read(OthersLimit);
    }

    /// <summary>After the journals: per file the labels that no journal knows; null while a decision is in doubt, as nothing is compared then.</summary>
    /// <exception cref="StorageException">A journal cannot be read: then it is not known what is foreign.</exception>
    public IReadOnlyList<FileEdits>? Find()
    {
        foreach (LabelFileProjection projection in projections)
        {
            TellOfFileSetAside(projection);
        }

        return memory.HasResurfaced ? null : [.. projections.SelectMany(FindIn), .. _newVariants.SelectMany(variant => FindInVariant(variant.Path, variant.Content)), .. _originals.Find(_folders)];
    }

    private void TellOfFileSetAside(LabelFileProjection projection)
    {
        if (projection.TakeSetAside() is { } aside)
        {
            context.Notices.Add($"{projection.Path} was damaged and is kept as {aside}. {Counted.Of(memory.Current.Count, "label", "was", "were")} recovered from the journals.");
        }
    }

    /// <summary>Checked against journals that are opened again. The file stays unchecked, and is not rewritten, until all is kept.</summary>
    private IEnumerable<FileEdits> FindIn(LabelFileProjection projection)
    {
        if (!projection.HasUncheckedEntries || projection.Content is not { } content)
        {
            return [];
        }

        ExternalEdits foreign = Compare(projection, content);
        if (foreign.Events.Count > 0)
        {
            _ = journals.ReadNew(opensAll: true);
            foreign = Compare(projection, content);
        }

        foreach (string text in foreign.Notices.Concat(content.Unusable.Of(projection.Path, NamedValues)))
        {
            context.Notices.Add(text);
        }

        return foreign.Events.Count > 0 ? [new FileEdits(projection.Path, foreign.Events)] : [];
    }

    private ExternalEdits Compare(LabelFileProjection projection, LabelFile content) =>
        projection.Part == LabelFilePart.Browsed ? memory.CompareBrowsed(content) : memory.Compare(content, _folders);

    /// <summary>Labels that are younger than what is known.</summary>
    private IEnumerable<FileEdits> FindInVariant(string path, LabelFile content)
    {
        context.Notices.Add($"{path} is {context.Owner.Name}'s, too (names in another case are the same person): of each block the later label counts.");
        ExternalEdits foreign = memory.Compare(content, _folders, isVariant: true);
        return foreign.Events.Count > 0 ? [new FileEdits(path, foreign.Events)] : [];
    }
}

/// <param name="Path">A file that another program wrote to.</param>
/// <param name="Events">Its labels that no journal knows.</param>
internal sealed record FileEdits(string Path, IReadOnlyList<LabelEvent> Events)
{
    /// <summary>What is said once they are taken over.</summary>
    public string Notice { get; init; } = $"{Counted.Of(Events.Count, "label")} written by another program {(Events.Count == 1 ? "was" : "were")} taken over from {Path}.";
}

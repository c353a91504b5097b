using ProteomicsAnnotator.Core.LabelFiles;
using ProteomicsAnnotator.Core.LabelFiles.Originals;
using ProteomicsAnnotator.Core.Owners;

namespace ProteomicsAnnotator.Core.Labels;

/// <summary>Finds labels of the owner in files of the original program. Blocking; one reading at a time.</summary>
internal sealed class OriginalIntake
{
    private readonly OwnerContext _context;
    private readonly OwnerMemory _memory;
    private readonly OriginalFollower _files;
    private readonly OriginalLabels _labels;
    private IReadOnlyList<OriginalRead> _read = [];

    public OriginalIntake(OwnerContext context, OwnerMemory memory)
    {
        _context = context;
        _memory = memory;
        _files = new OriginalFollower(context.Settings, context.Root, context.Owner);
        _labels = new OriginalLabels(context.Settings, context.Root, context.Owner, _files.DataSets);
    }

    /// <summary>What they say now. A file that cannot be read now is read at the next look, and named where everyone's are read.</summary>
    public void Read() => _read = _labels.Read(_files.Paths);

    /// <summary>Per file the labels that are younger than what is known.</summary>
    public IEnumerable<FileEdits> Find(NestedFolders folders)
    {
        foreach (OriginalRead file in _read)
        {
            if (file.NotUsed is { } reason)
            {
                _context.Notices.Add(reason);
            }

            if (file.Content is { } content && _memory.Compare(content, folders, isVariant: true) is { Events.Count: > 0 } foreign)
            {
                yield return new FileEdits(file.Path, foreign.Events) { Notice = file.Notice(foreign.Events.Count) };
            }
        }
    }
}

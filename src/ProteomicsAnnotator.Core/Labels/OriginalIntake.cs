using ProteomicsAnnotator.Core.LabelFiles;
using ProteomicsAnnotator.Core.LabelFiles.Originals;
using ProteomicsAnnotator.Core.Owners;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Labels;

/// <summary>Finds labels of the owner in files of the original program. Blocking; one reading at a time.</summary>
internal sealed class OriginalIntake
{
    private static readonly TimeSpan LookLimit = TimeSpan.FromSeconds(4);
    private readonly OwnerContext _context;
    private readonly OwnerMemory _memory;
    private readonly OriginalFollower _files;
    private readonly OriginalLabels _labels;
    private IReadOnlyList<OriginalRead> _read = [];
    private bool _hasAwaited;

    public OriginalIntake(OwnerContext context, OwnerMemory memory)
    {
        _context = context;
        _memory = memory;
        _files = new OriginalFollower(context.Settings, context.Root, context.Owner);
        _labels = new OriginalLabels(context.Settings, context.Root, context.Owner);
    }

    /// <summary>
    /// What they say now. A file that cannot be read now, or not by then, is read at the next look, and named where everyone's
    /// are read. The data root is waited for once: then the next looks find what it holds.
    /// </summary>
    /// <param name="limit">How long files are begun.</param>
    public void Read(TimeSpan limit)
    {
        IReadOnlyList<string> paths = _files.Paths;
        if (paths.Count > 0 && !_hasAwaited)
        {
            _hasAwaited = true;
            _context.Root.DataSets.Await(LookLimit);
        }

        _read = _labels.Read(paths, BoundedReads.DeadlineOf(_context.Settings.TimeProvider, limit));
    }

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

using ProteomicsAnnotator.Core.Journals;
using ProteomicsAnnotator.Core.Roots;

namespace ProteomicsAnnotator.Core.LabelFiles.Originals;

/// <summary>
/// Which files of the original program there are, for who asks again and again: the folders are listed anew only after a
/// pause that is long beside the listing. Blocking; one call at a time.
/// </summary>
/// <param name="settings">Of the share.</param>
/// <param name="root">The share.</param>
/// <param name="only">This owner's; null: every user's.</param>
internal sealed class OriginalFollower(LabelShareSettings settings, SharedRoot root, LabelOwner? only = null)
{
    private const int PauseFactor = 10;
    private OriginalTree? _tree;
    private TimeSpan _pause;
    private long _ended;

    /// <summary>As listed last.</summary>
    public OriginalTree Tree
    {
        get
        {
            if (_tree is null || settings.TimeProvider.GetElapsedTime(_ended) >= _pause)
            {
                long start = settings.TimeProvider.GetTimestamp();
                _tree = Find();
                _ended = settings.TimeProvider.GetTimestamp();
                _pause = settings.TimeProvider.GetElapsedTime(start, _ended) * PauseFactor;
            }

            return _tree;
        }
    }

    /// <summary>Paths of the one owner's files.</summary>
    public IReadOnlyList<string> Paths => only is { Owner: null } ? Tree.Finals : Tree.Users.GetValueOrDefault(only?.Owner ?? "") ?? [];

    private OriginalTree Find() => only is { Owner: null }
        ? OriginalTree.FindFinals(settings.Files, root.Reads, settings.AnnotationsRoot)
        : OriginalTree.Find(settings.Files, root.Reads, settings.AnnotationsRoot, only?.Owner);
}

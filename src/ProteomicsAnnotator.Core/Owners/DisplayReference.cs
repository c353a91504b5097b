using ProteomicsAnnotator.Core.Journals;

namespace ProteomicsAnnotator.Core.Owners;

/// <summary>
/// Keeps a display state from being written again with every decision: a line names the one that has it. Only a line that is on a
/// disk is named. Not thread-safe: <see cref="OwnerMemory"/> locks.
/// </summary>
/// <param name="journal">Names the decisions of this program.</param>
internal sealed class DisplayReference(string journal)
{
    private (string Display, EventId Id)? _last;

    /// <summary>With the reference in the place of the display state that the last line with one has.</summary>
    public Evidence? Shorten(Evidence? evidence) => evidence?.Display is { } display && _last is { } last && last.Display == display
        ? evidence with { Display = null, DisplayAt = last.Id }
        : evidence;

    /// <summary>These are on a disk.</summary>
    public void Note(IReadOnlyList<LabelEvent> events)
    {
        foreach (LabelEvent item in events)
        {
            if (item.Id.Source == journal && item.Evidence?.Display is { } display)
            {
                _last = (display, item.Id);
            }
        }
    }

    public void Forget() => _last = null;
}

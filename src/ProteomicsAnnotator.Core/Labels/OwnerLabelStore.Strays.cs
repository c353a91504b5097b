using ProteomicsAnnotator.Core.Journals;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Labels;

/// <content>Decisions of this program that memory does not hold and a journal shows: a flush failed, and they stand there.</content>
internal sealed partial class OwnerLabelStore
{
    private readonly Dictionary<EventId, LabelEvent> _strays = [];

    private bool HasStrays
    {
        get
        {
            lock (_gate)
            {
                return _strays.Count > 0;
            }
        }
    }

    /// <summary>A journal closed for good is read like another program's from its last good flush on.</summary>
    private void LookAfterOwn()
    {
        _writer.LookAfter();
        foreach (ClosedJournal closed in _writer.TakeClosed())
        {
            _journals.Restore([new JournalState(closed.Name) { Consumed = closed.Length }]);
        }
    }

    private List<LabelEvent> WithoutStrays(IReadOnlyList<LabelEvent> events)
    {
        List<LabelEvent> others = [];
        lock (_gate)
        {
            foreach (LabelEvent item in events)
            {
                if (item.Id.Source == Journal && !_merge.Contains(item.Id))
                {
                    _strays[item.Id] = item;
                }
                else
                {
                    others.Add(item);
                }
            }
        }

        return others;
    }

    /// <summary>
    /// Who reads the share sees them, so they count; brought to a disk that can be trusted before memory has them. In turn:
    /// those still under way have been answered by then.
    /// </summary>
    private async Task TakeInStraysAsync()
    {
        List<LabelEvent> strays;
        if (!HasStrays)
        {
            return;
        }

        using IDisposable turn = await _turns.TakeAsync(CancellationToken.None);
        lock (_gate)
        {
            strays = [.. _strays.Values.Where(item => !_merge.Contains(item.Id))];
        }

        if (strays.Count == 0 || await IsKeptAsync(strays))
        {
            lock (_gate)
            {
                foreach (EventId known in _strays.Keys.Where(_merge.Contains).ToList())
                {
                    _ = _strays.Remove(known);
                }
            }

            Changed?.Invoke();
        }
    }

    /// <summary>Else the next look tries again.</summary>
    private async Task<bool> IsKeptAsync(IReadOnlyList<LabelEvent> events)
    {
        try
        {
            return (await _delivery.KeepAsync(events)).Accepted;
        }
        catch (StorageException error)
        {
            AddNotice(error.Message);
            return false;
        }
    }
}

namespace ProteomicsAnnotator.Core.Journals;

/// <summary>Numbers of the known decisions of one journal, which begin at 1 and have few gaps.</summary>
internal sealed class SeqSet
{
    private long _upTo;
    private HashSet<long>? _beyond;

    public bool Contains(long seq) => (seq >= 1 && seq <= _upTo) || (_beyond is not null && _beyond.Contains(seq));

    /// <summary>False when it was known.</summary>
    public bool Add(long seq)
    {
        if (seq != _upTo + 1)
        {
            return !Contains(seq) && (_beyond ??= []).Add(seq);
        }

        _upTo = seq;
        while (_beyond is { Count: > 0 } && _beyond.Remove(_upTo + 1))
        {
            _upTo++;
        }

        return true;
    }
}

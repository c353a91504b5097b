namespace ProteomicsAnnotator.Core.Owners;

/// <summary>What a person should read about one owner's labels. Thread-safe.</summary>
internal sealed class OwnerNotices
{
    // Guards _texts.
    private readonly Lock _gate = new();
    private readonly List<string> _texts = [];
    private volatile string? _newer;
    private volatile string? _projectionProblem;

    /// <summary>A journal of a newer format, in words; null: none.</summary>
    public string? Newer => _newer;

    /// <summary>Why the derived file lacks labels, in words; null: it does not.</summary>
    public string? ProjectionProblem => _projectionProblem;

    public IReadOnlyList<string> All
    {
        get
        {
            lock (_gate)
            {
                return [.. _texts, .. new[] { _projectionProblem }.OfType<string>()];
            }
        }
    }

    /// <summary>Each text is there once.</summary>
    public void Add(string text)
    {
        lock (_gate)
        {
            if (!_texts.Contains(text, StringComparer.Ordinal))
            {
                _texts.Add(text);
            }
        }
    }

    public void SetNewer(string text) => _newer ??= text;

    /// <summary>Of the share that was there before.</summary>
    public void ForgetNewer() => _newer = null;

    /// <summary>True when that is news.</summary>
    public bool SetProjectionProblem(string? problem) => Interlocked.Exchange(ref _projectionProblem, problem) != problem;
}

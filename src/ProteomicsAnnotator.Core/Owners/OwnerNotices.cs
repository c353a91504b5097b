using ProteomicsAnnotator.Core.Roots;

namespace ProteomicsAnnotator.Core.Owners;

/// <summary>Notices about one owner's labels. Thread-safe.</summary>
internal sealed class OwnerNotices
{
    private readonly NoticeList _texts = new();
    private volatile string? _newer;

    /// <summary>Why the derived file lacks labels, in words; null: it does not.</summary>
    private volatile string? _projectionProblem;

    /// <summary>A journal of a newer format, in words; null: none.</summary>
    public string? Newer => _newer;

    public IReadOnlyList<string> All => [.. _texts.All, .. new[] { _projectionProblem }.OfType<string>()];

    /// <summary>Each text is there once.</summary>
    public void Add(string text) => _texts.Add(text);

    public void SetNewer(string text) => _newer ??= text;

    /// <summary>It concerned the share that was there before.</summary>
    public void ForgetNewer() => _newer = null;

    /// <summary>True when that is news.</summary>
    public bool SetProjectionProblem(string? problem) => Interlocked.Exchange(ref _projectionProblem, problem) != problem;
}

using ProteomicsAnnotator.Core.Labels;
using ProteomicsAnnotator.Core.Share;

namespace ProteomicsAnnotator.App.Notices;

/// <summary>
/// Sentences for the annotator: those of the page, and those of the share and the labels, each of these once.
/// </summary>
public sealed class PageNotices : IDisposable
{
    private readonly LabelShare _share;
    private readonly UserLabels _labels;
    private readonly List<Notice> _opening = [];

    /// <summary>Guards <see cref="_told"/> and <see cref="_isHeard"/>: the share has news on any thread.</summary>
    private readonly Lock _gate = new();
    private readonly HashSet<string> _told = new(StringComparer.Ordinal);
    private bool _isHeard;

    public PageNotices(LabelShare share, UserLabels labels)
    {
        _share = share;
        _labels = labels;
        _share.Changed += PublishNews;
        _share.PlanChanged += PublishNews;
    }

    /// <summary>Raised on any thread.</summary>
    public event Action<Notice>? Noticed;

    public void Notify(string text, NoticeSeverity severity = NoticeSeverity.Info) => Notify(new Notice(text, severity));

    public void Notify(Notice notice) => Noticed?.Invoke(notice);

    /// <summary>Keeps a sentence until someone listens.</summary>
    public void AddOpening(Notice notice) => _opening.Add(notice);

    /// <summary>Publishes the sentences of the opening, now that someone listens; later news follows by itself.</summary>
    public void SayOpening()
    {
        lock (_gate)
        {
            _isHeard = true;
        }

        foreach (Notice notice in _opening)
        {
            Notify(notice);
        }

        _opening.Clear();
        PublishNews();
    }

    public void Dispose()
    {
        _share.Changed -= PublishNews;
        _share.PlanChanged -= PublishNews;
    }

    private void PublishNews()
    {
        string[] news;
        lock (_gate)
        {
            news = TakeNews_NeedsLock();
        }

        foreach (string text in news)
        {
            Notify(text);
        }
    }

    private string[] TakeNews_NeedsLock()
    {
        string[] all = [.. _share.Notices, .. _labels.Notices];
        _told.IntersectWith(all);
        return _isHeard ? [.. all.Where(_told.Add)] : [];
    }
}

namespace ProteomicsAnnotator.App.Annotating;

/// <content>Words for the annotator.</content>
public sealed partial class AnnotationSession
{
    private readonly Lock _saying = new();
    private readonly List<Notice> _opening = [];
    private readonly HashSet<string> _told = new(StringComparer.Ordinal);
    private bool _isHeard;

    /// <summary>What opening had to say, once someone listens; what share and labels have to say later follows by itself.</summary>
    public void SayOpening()
    {
        lock (_saying)
        {
            _isHeard = true;
        }

        foreach (Notice notice in _opening)
        {
            Noticed?.Invoke(notice);
        }

        _opening.Clear();
        PublishNotices();
    }

    // On whichever thread brought the news.
    private void PublishNotices()
    {
        string[] news;
        lock (_saying)
        {
            string[] all = [.. _share.Notices, .. _labels.Notices];
            _told.IntersectWith(all);
            news = _isHeard ? [.. all.Where(_told.Add)] : [];
        }

        foreach (string text in news)
        {
            Notify(text);
        }
    }

    private void Notify(string text, NoticeSeverity severity = NoticeSeverity.Info) =>
        Noticed?.Invoke(new Notice(text, severity));
}

using ProteomicsAnnotator.App.Annotating;
using ProteomicsAnnotator.App.Notices;

namespace ProteomicsAnnotator.App.Components;

/// <summary>The Review's tab of a page.</summary>
internal sealed class ReviewTab
{
    public bool IsOpen { get; private set; }

    /// <summary>It was open once and stays in the page.</summary>
    public bool IsVisited { get; private set; }

    /// <summary>Everyone's labels were asked for.</summary>
    public bool IsAsked { get; private set; }

    /// <summary>Why everyone's labels could not be read; null when they could.</summary>
    public string? Fault { get; private set; }

    public void Show(bool open)
    {
        IsOpen = open;
        IsVisited |= open;
    }

    /// <summary>Reads everyone's labels in the background. The tab and a notice say what failed.</summary>
    public async Task OpenAsync(AnnotationSession session)
    {
        IsAsked = true;
        try
        {
            await session.OpenReviewAsync();
            Fault = null;
        }
        catch (OperationCanceledException)
        {
            // The page went away while everyone's labels were read.
            IsAsked = false;
        }
        catch (Exception fault)
        {
            Fault = $"The labels of all annotators could not be read: {fault.Message}";
            session.Notices.Notify(Fault, NoticeSeverity.Error);
        }
    }
}

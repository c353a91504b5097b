using ProteomicsAnnotator.App.Sessions.Viewer;

namespace ProteomicsAnnotator.App.Sessions;

/// <content>What only admins have: the consensus beside their own label, and adjudication.</content>
public sealed partial class AnnotationSession
{
    public bool IsAdjudicating { get; private set; }

    /// <summary>For admins: what all annotators together say of the painted block.</summary>
    public ReviewLine? PaintedReview => null;
}

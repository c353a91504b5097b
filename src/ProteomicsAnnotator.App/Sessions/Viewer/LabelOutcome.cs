namespace ProteomicsAnnotator.App.Sessions.Viewer;

/// <summary>Twin of LabelOutcome in src/viewer/src/contract.ts.</summary>
public sealed record LabelOutcome(bool Accepted, ShowRequest? Show)
{
    public static LabelOutcome Refused { get; } = new(false, null);
}

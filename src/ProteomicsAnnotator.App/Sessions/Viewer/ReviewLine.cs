namespace ProteomicsAnnotator.App.Sessions.Viewer;

/// <summary>One line of the overlay for admins: consensus, and whether the annotators agree.</summary>
public sealed record ReviewLine(bool HasDisagreement, string Text);

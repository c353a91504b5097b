namespace ProteomicsAnnotator.App.Sessions;

/// <summary>A sentence for the annotator that asks nothing and goes away by itself.</summary>
public sealed record Notice(string Text, NoticeSeverity Severity);

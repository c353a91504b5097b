using ProteomicsAnnotator.Core.Blocks;

namespace ProteomicsAnnotator.App.Notices;

/// <summary>A sentence for the annotator that asks nothing and goes away by itself.</summary>
public sealed record Notice(string Text, NoticeSeverity Severity)
{
    /// <summary>The block it concerns: it goes when another block is on screen. Null: it stays its time.</summary>
    public LabelKey? Block { get; init; }
}

public enum NoticeSeverity
{
    Info,
    Warning,
    Error,
}

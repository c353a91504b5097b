namespace ProteomicsAnnotator.App.Reviewing;

/// <summary>The tabs of the Review, in their order.</summary>
public enum ReviewPane
{
    Overview,

    /// <summary>The one that opens.</summary>
    Table,

    Raters,
    Classes,
    Adjudicate,
    Campaign,
    Export,
}

namespace ProteomicsAnnotator.App.Components;

/// <summary>The tabs of the page.</summary>
public enum PageView
{
    Annotate,
    Gallery,
    Review,
}

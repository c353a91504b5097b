namespace ProteomicsAnnotator.App.Annotating;

public enum NoticeSeverity
{
    Info,
    Warning,
    Error,
}

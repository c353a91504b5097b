namespace ProteomicsAnnotator.App.Sessions;

public enum NoticeSeverity
{
    Info,
    Warning,
    Error,
}

namespace ProteomicsAnnotator.Core.Agreement;

public enum ReviewStatus
{
    NotAnnotated,
    Agree,
    Disagree,
}

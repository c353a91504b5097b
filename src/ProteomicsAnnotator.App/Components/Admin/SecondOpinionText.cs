namespace ProteomicsAnnotator.App.Components.Admin;

/// <summary>What the switch of second opinions says.</summary>
internal static class SecondOpinionText
{
    public const string Explanation =
        "Keys give your own view of disagreements that another admin settles. Final labels stay hidden and as they are; the agreement of the two is told here under Adjudicate";
}

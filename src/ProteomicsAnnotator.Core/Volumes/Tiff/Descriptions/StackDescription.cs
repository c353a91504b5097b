namespace ProteomicsAnnotator.Core.Volumes.Tiff.Descriptions;

/// <summary>
/// From a file's description to a plan. Each dialect is recognised by parsing; when none understands the text, a notice says
/// so, and the pages are the slices of one channel.
/// </summary>
internal static class StackDescription
{
    private const int LongestQuote = 60;

    public static StackPlan Plan(List<TiffDirectory> every, List<TiffDirectory> planes)
    {
        string text = (every[0].Text(TiffTag.ImageDescription) ?? planes[0].Text(TiffTag.ImageDescription) ?? "")
            .Trim('\0', ' ', '\t', '\r', '\n');
        if (text.Length == 0)
        {
            return PlainStack.Plan(planes);
        }

        StackPlan? plan = text[0] switch
        {
            '<' => OmeStack.TryPlan(text, every, planes),
            '{' => ShapedStack.TryPlan(text, planes),
            _ => KeyValueStack.TryPlan(text, planes),
        };
        return plan ?? PlainStack.Plan(planes) with { Notice = NotUnderstood(text) };
    }

    private static string NotUnderstood(string text)
    {
        string line = new([.. text.Take(LongestQuote).Select(c => char.IsControl(c) ? ' ' : c)]);
        string end = text.Length > LongestQuote ? "..." : "";
        return $"The file's description is not understood (\"{line}{end}\"); its pages are taken for the slices of one channel.";
    }
}

using System.Globalization;
using ProteomicsAnnotator.Core.Journals;

namespace ProteomicsAnnotator.App.Annotating;

/// <summary>What was measured of a decision, in words.</summary>
public static class EvidenceText
{
    /// <summary>As "0.4 s, 3 % of slices, slice view, limits auto, key"; empty: nothing.</summary>
    public static string Of(Evidence? evidence) => evidence is null ? "" : string.Join(", ", Parts(evidence));

    private static IEnumerable<string> Parts(Evidence evidence)
    {
        if (evidence.ActiveMs is { } ms)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"{ms / 1000.0:0.0} s");
        }

        if (evidence.SlicesShown is { } share)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"{100 * share:0} % of slices") + (evidence.WasProjected == true ? " and a projection" : "");
        }

        if (evidence.View is { } view)
        {
            yield return NameOf(view);
        }

        if (evidence.Limits is { } limits)
        {
            yield return $"limits {limits}";
        }

        if (evidence.HadSuggestion == true)
        {
            yield return "with a suggestion";
        }

        if (evidence.Via is { } via && via != evidence.View)
        {
            yield return via;
        }
    }

    /// <summary>Of a view mode.</summary>
    public static string NameOf(string view) => view switch
    {
        "quad" => "four panes",
        "volume" => "3D",
        "gallery" => "gallery",
        _ => "slice view",
    };
}

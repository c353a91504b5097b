using System.Globalization;
using ProteomicsAnnotator.Core.Campaign;
using ProteomicsAnnotator.Core.Merge;

namespace ProteomicsAnnotator.App.Reviewing;

/// <summary>A final label in words: who, what, when.</summary>
public static class OthersFinal
{
    public static string Of(LabelEntry final, LabelClasses classes, DateTimeOffset now) =>
        Of(final.By, final.Label, final.AnnotatedAt, classes, now);

    public static string Of(string? by, int label, DateTimeOffset at, LabelClasses classes, DateTimeOffset now) =>
        $"{by ?? "another program"} set {label} – {classes.NameOf(label)} {Ago(now - at, at)}";

    private static string Ago(TimeSpan age, DateTimeOffset at) => age switch
    {
        { TotalSeconds: < 0 } or { TotalHours: >= 12 } => "on " + at.ToLocalTime().ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture),
        { TotalSeconds: < 60 } => "just now",
        { TotalMinutes: < 60 } => string.Create(CultureInfo.InvariantCulture, $"{age.TotalMinutes:0} min ago"),
        _ => "at " + at.ToLocalTime().ToString("HH:mm", CultureInfo.InvariantCulture),
    };
}

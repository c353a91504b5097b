using System.Security.Cryptography;
using System.Text;

namespace ProteomicsAnnotator.Core.Reporting.Pages;

/// <summary>How the page looks, on screen and on A4. Its policy lets nothing else in: no script, nothing from elsewhere.</summary>
internal static class ReportStyle
{
    public const string Css = """
        :root { color-scheme: light; }
        * { box-sizing: border-box; }
        body { margin: 0 auto; padding: 2.5rem 1.5rem 4rem; max-width: 50rem; background: #fff; color: #1a1a1a; font: 16px/1.5 "Source Serif 4", Georgia, "Times New Roman", serif; }
        h1, h2, h3, caption, th, td, figcaption, nav, .from { font-family: "Helvetica Neue", Helvetica, Arial, sans-serif; }
        h1 { margin: 0 0 .25rem; font-size: 1.75rem; line-height: 1.2; }
        h2 { margin: 2.5rem 0 .75rem; padding-bottom: .25rem; border-bottom: 1px solid #767676; font-size: 1.25rem; }
        h3 { margin: 1.5rem 0 .5rem; font-size: 1rem; }
        p { margin: 0 0 .75rem; }
        a { color: #1d4f8c; text-decoration-thickness: 1px; text-underline-offset: 2px; }
        td a, tbody th a { color: inherit; text-decoration-style: dotted; text-decoration-color: #767676; }
        .from { margin-bottom: 1.5rem; color: #595959; font-size: .875rem; }
        .none { color: #595959; font-style: italic; }
        .fault { padding: .5rem .75rem; border: 1px solid #8a1c1c; border-left-width: 4px; }
        nav ul { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; margin: 0; padding: 0; list-style: none; font-size: .875rem; }
        table { margin: 0 0 1.25rem; border-collapse: collapse; font-size: .8125rem; line-height: 1.35; font-variant-numeric: tabular-nums; }
        caption { padding-bottom: .375rem; text-align: left; font-weight: 600; white-space: nowrap; }
        th, td { padding: .25rem .75rem .25rem 0; border-bottom: 1px solid #dcdcdc; text-align: left; vertical-align: top; overflow-wrap: anywhere; }
        thead th { border-bottom-color: #767676; font-weight: 600; overflow-wrap: normal; }
        tbody th { font-weight: 400; }
        .n { text-align: right; white-space: nowrap; }
        .rows { font-size: .75rem; }
        .rows tbody th { white-space: nowrap; }
        .rows code { overflow-wrap: anywhere; font-size: .6875rem; }
        tr:target { background: #fff3c4; }
        figure { margin: 0 0 1.25rem; }
        figure svg { display: block; max-width: 100%; height: auto; }
        figcaption { margin-top: .375rem; color: #595959; font-size: .8125rem; }
        @media print {
          @page { size: A4; margin: 18mm 16mm; }
          body { max-width: none; padding: 0; font-size: 10pt; }
          nav { display: none; }
          h1 { font-size: 18pt; }
          h2 { margin-top: 16pt; font-size: 13pt; }
          h2, h3, caption { break-after: avoid; }
          table { font-size: 8pt; break-inside: avoid; }
          .rows { font-size: 7pt; break-inside: auto; }
          thead { display: table-header-group; }
          tr, figure, .fault { break-inside: avoid; }
          figure svg { max-height: 120mm; }
          a, td a, tbody th a { color: inherit; text-decoration: none; }
          tr:target { background: none; }
        }
        """;

    /// <summary>With the style's own hash, so that no other one counts.</summary>
    public static string Policy { get; } =
        $"default-src 'none'; style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Text)))}'; base-uri 'none'; form-action 'none'";

    /// <summary>Between the tags, to the letter.</summary>
    public static string Text => "\n" + Css.ReplaceLineEndings("\n") + "\n";
}

using System.Globalization;
using System.Net;
using System.Text;

namespace ProteomicsAnnotator.Core.Reporting.Figures;

/// <summary>
/// SVG with presentation attributes alone: no style, script, font or picture from elsewhere, so that it shows alike in a page with a strict
/// policy, in print and in a vector editor. Lengths are in pixels, rounded to hundredths.
/// </summary>
internal sealed class SvgWriter
{
    public const string Ink = "#1a1a1a";
    public const string Quiet = "#595959";
    public const string Rule = "#c8c8c8";
    public const string Fill = "#8fa3b8";
    private const char FirstWide = '\u1100';

    private readonly StringBuilder _body = new();

    public void Line((double X, double Y) from, (double X, double Y) to, string stroke, double width = 1) =>
        _body.Append(CultureInfo.InvariantCulture, $"<line x1=\"{N(from.X)}\" y1=\"{N(from.Y)}\" x2=\"{N(to.X)}\" y2=\"{N(to.Y)}\" stroke=\"{stroke}\" stroke-width=\"{N(width)}\"/>\n");

    public void Box((double X, double Y) corner, (double Width, double Height) size, string fill, string? title = null)
    {
        _body.Append(CultureInfo.InvariantCulture, $"<rect x=\"{N(corner.X)}\" y=\"{N(corner.Y)}\" width=\"{N(size.Width)}\" height=\"{N(size.Height)}\" fill=\"{fill}\"");
        End("rect", title);
    }

    public void Dot((double X, double Y) centre, double radius, string fill, string? title = null)
    {
        _body.Append(CultureInfo.InvariantCulture, $"<circle cx=\"{N(centre.X)}\" cy=\"{N(centre.Y)}\" r=\"{N(radius)}\" fill=\"{fill}\" stroke=\"{Ink}\" stroke-width=\"1.5\"");
        End("circle", title);
    }

    /// <param name="points">Of the line.</param>
    /// <param name="dash">Lengths of dashes and gaps; null: it is drawn through.</param>
    public void Path(IEnumerable<(double X, double Y)> points, string? dash = null)
    {
        string line = string.Join(' ', points.Select(point => $"{N(point.X)},{N(point.Y)}"));
        _body.Append(CultureInfo.InvariantCulture, $"<polyline points=\"{line}\" fill=\"none\" stroke=\"{Ink}\" stroke-width=\"1.75\"{(dash is null ? "" : $" stroke-dasharray=\"{dash}\"")} stroke-linejoin=\"round\"/>\n");
    }

    /// <param name="at">Of the baseline's start, middle or end.</param>
    /// <param name="words">As they are shown.</param>
    /// <param name="look">Where it is anchored, and how it looks.</param>
    public void Text((double X, double Y) at, string words, SvgText? look = null)
    {
        look ??= SvgText.Usual;
        string turned = look.IsUpright ? string.Create(CultureInfo.InvariantCulture, $" transform=\"rotate(-90 {N(at.X)} {N(at.Y)})\"") : "";
        _body.Append(CultureInfo.InvariantCulture, $"<text x=\"{N(at.X)}\" y=\"{N(at.Y)}\" font-size=\"{look.Size}\" text-anchor=\"{look.Anchor}\" fill=\"{look.Fill}\"{turned}>{WebUtility.HtmlEncode(words)}</text>\n");
    }

    /// <summary>The whole figure.</summary>
    /// <param name="id">Of its title and description, one in a page.</param>
    /// <param name="size">Of the picture.</param>
    /// <param name="title">Its name.</param>
    /// <param name="description">What it shows, for those who do not see it.</param>
    public string Finish(string id, (double Width, double Height) size, string title, string description) => string.Create(
        CultureInfo.InvariantCulture,
        $"""
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {N(size.Width)} {N(size.Height)}" width="{N(size.Width)}" height="{N(size.Height)}" role="img" aria-labelledby="{id}-title {id}-desc" font-family="Helvetica, Arial, sans-serif">
        <title id="{id}-title">{WebUtility.HtmlEncode(title)}</title>
        <desc id="{id}-desc">{WebUtility.HtmlEncode(description)}</desc>
        {_body}</svg>

        """).ReplaceLineEndings("\n");

    /// <summary>A figure without anything to draw.</summary>
    public static string NoData(string id, string title, string why)
    {
        var svg = new SvgWriter();
        svg.Text((20, 40), "no data", SvgText.Usual with { Size = 16, Fill = Quiet });
        return svg.Finish(id, (640, 64), title, $"No data: {why}.");
    }

    /// <summary>As many letters as fit, the end replaced by an ellipsis. A letter of the East Asian scripts is as wide as two.</summary>
    public static string Cut(string text, int letters)
    {
        int width = 0;
        int end = 0;
        int fits = 0;
        TextElementEnumerator elements = StringInfo.GetTextElementEnumerator(text);
        while (elements.MoveNext())
        {
            string element = elements.GetTextElement();
            width += element[0] >= FirstWide ? 2 : 1;
            end += element.Length;
            fits = width < letters ? end : fits;
            if (width > letters)
            {
                return text[..fits] + "…";
            }
        }

        return text;
    }

    internal static string N(double length) => Math.Round(length, 2).ToString("0.##", CultureInfo.InvariantCulture);

    private void End(string element, string? title) =>
        _body.Append(title is null ? "/>\n" : $"><title>{WebUtility.HtmlEncode(title)}</title></{element}>\n");
}

/// <param name="Anchor">start, middle or end.</param>
/// <param name="Size">In pixels.</param>
/// <param name="Fill">Its colour.</param>
internal sealed record SvgText(string Anchor, int Size, string Fill)
{
    public static readonly SvgText Usual = new("start", 13, SvgWriter.Ink);

    public static readonly SvgText Middle = Usual with { Anchor = "middle" };

    public static readonly SvgText End = Usual with { Anchor = "end" };

    /// <summary>Read from below.</summary>
    public bool IsUpright { get; init; }
}

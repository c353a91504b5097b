namespace ProteomicsAnnotator.App.Http;

/// <summary>
/// Dark or light, where this browser's person chose one; else the system's. It is kept in a cookie, which, unlike what a page
/// keeps, holds for the next start at another port.
/// </summary>
public static class PageTheme
{
    /// <summary>Twin of THEME_COOKIE in Components/Workspace.razor.js.</summary>
    public const string Cookie = "annotator-theme";

    /// <returns>For <c>data-theme</c> of the page: <c>dark</c>, <c>light</c>, or <c>system</c>.</returns>
    public static string Of(HttpRequest request) => request.Cookies[Cookie] switch
    {
        "dark" => "dark",
        "light" => "light",
        _ => "system",
    };
}

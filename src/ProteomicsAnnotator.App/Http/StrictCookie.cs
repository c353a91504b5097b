namespace ProteomicsAnnotator.App.Http;

/// <summary>How the program sets every cookie: gone with the browser, unreadable for scripts, never cross-site.</summary>
public static class StrictCookie
{
    public static CookieOptions Options => new()
    {
        HttpOnly = true,
        SameSite = SameSiteMode.Strict,
        Path = "/",
        IsEssential = true,
    };
}

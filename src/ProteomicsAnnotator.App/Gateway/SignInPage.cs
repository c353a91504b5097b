using System.Net;
using ProteomicsAnnotator.App.Http;
using ProteomicsAnnotator.App.Settings;
using ProteomicsAnnotator.App.SigningIn;

namespace ProteomicsAnnotator.App.Gateway;

/// <summary>
/// The first page, and the few files it is made of. It waits for nothing: what only the program knows, its script asks
/// for afterwards. A page that needs a sign-in leads here, with what its address asks for.
/// </summary>
public sealed class SignInPage
{
    public const string Path = "/sign-in";

    private const string Html = "text/html; charset=utf-8";
    private const string Script = "text/javascript; charset=utf-8";

    private readonly AnnotatorOptions _options;
    private readonly SignIns _signIns;
    private readonly ServerAddress _address;

    public SignInPage(AnnotatorOptions options, SignIns signIns, ServerAddress address)
    {
        _options = options;
        _signIns = signIns;
        _address = address;
    }

    public Task AnswerAsync(HttpContext context, RequestDelegate next)
    {
        HttpRequest request = context.Request;
        if (!HttpMethods.IsGet(request.Method) || _options.Serve is { Provider: not null })
        {
            return next(context);
        }

        if (_options.Serve is { IsSignedInByProxy: true })
        {
            // The proxy signs in: there is nothing to ask here.
            if (request.Path == Path)
            {
                context.Response.Redirect("/" + request.QueryString.ToUriComponent());
                return Task.CompletedTask;
            }

            return next(context);
        }

        switch (request.Path.Value)
        {
            case "/" when !_signIns.TryGet(request.Cookies[_address.SessionCookie], out _):
                context.Response.Redirect(Path + request.QueryString.ToUriComponent());
                return Task.CompletedTask;
            case Path:
                return WriteAsync(context, Html, Filled(Page("sign-in.html", PageTheme.Of(request))));
            case "/sign-in.js" or "/page.js":
                return WriteAsync(context, Script, Text(request.Path.Value[1..]));
            case "/favicon.svg":
                return WriteAsync(context, "image/svg+xml", Text("favicon.svg"));
            default:
                return next(context);
        }
    }

    /// <summary>A page that needs nothing else, but for what it leaves open.</summary>
    internal static string Page(string name, string theme) => Text(name)
        .Replace("{theme}", theme, StringComparison.Ordinal)
        .Replace("{app.css}", Text("app.css"), StringComparison.Ordinal);

    private string Filled(string page) => page
        .Replace("{settings-problem}", WebUtility.HtmlEncode(_options.SettingsProblem ?? ""), StringComparison.Ordinal)
        .Replace("{when-set}", _options.SettingsProblem is null ? "" : "hidden", StringComparison.Ordinal)
        .Replace("{when-not-set}", _options.SettingsProblem is null ? "hidden" : "", StringComparison.Ordinal)
        .Replace("{username}", _options.Serve is null ? LastUsername.Read(_options) : "", StringComparison.Ordinal)
        .Replace("{campaign}", WebUtility.HtmlEncode(CampaignTitle.Of(_options, null)), StringComparison.Ordinal)
        .Replace("{data-root}", WebUtility.HtmlEncode(_options.DataRoot), StringComparison.Ordinal)
        .Replace("{annotations-root}", WebUtility.HtmlEncode(_options.StoreName), StringComparison.Ordinal);

    private static Task WriteAsync(HttpContext context, string type, string text)
    {
        context.Response.ContentType = type;
        return context.Response.WriteAsync(text, context.RequestAborted);
    }

    private static string Text(string name)
    {
        using var reader = new StreamReader(typeof(SignInPage).Assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }
}

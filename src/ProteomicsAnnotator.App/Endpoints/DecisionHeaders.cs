using System.Globalization;
using ProteomicsAnnotator.Core.Database;

namespace ProteomicsAnnotator.App.Endpoints;

/// <summary>
/// What a script says of a decision beside its body, so that a repetition by the script or a proxy is the same decision. It counts where a
/// database is the store, and is only checked elsewhere.
/// </summary>
internal static class DecisionHeaders
{
    /// <summary>Of a decision: the same each time that it is sent.</summary>
    public const string Id = "Idempotency-Key";

    /// <summary>Who counts, such as a run of a script.</summary>
    public const string Page = "X-Decision-Page";

    /// <summary>What it counts up with each decision.</summary>
    public const string Number = "X-Decision-Number";

    private const int Most = 100;

    /// <returns>What they say, or why they cannot be used, in words.</returns>
    public static (DecisionTicket? Ticket, string? Fault) Read(HttpContext http)
    {
        IHeaderDictionary headers = http.Request.Headers;
        string sender = $"api/{http.User.Identity!.Name}/";
        if (TokenOf(headers, Id) is var (id, idFault) && idFault is not null)
        {
            return (null, idFault);
        }

        if (TokenOf(headers, Page) is var (page, pageFault) && pageFault is not null)
        {
            return (null, pageFault);
        }

        bool hasNumber = headers.TryGetValue(Number, out Microsoft.Extensions.Primitives.StringValues texts);
        long number = 0;
        if (hasNumber != page is not null || (hasNumber && !(long.TryParse(texts.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out number) && number > 0)))
        {
            return (null, $"Expected {Page} and {Number} together, the latter a whole number from 1 that rises with each decision of that page.");
        }

        // A page's number is of one decision: sent again without an id, it is that one.
        string own = id ?? (page is null ? Guid.NewGuid().ToString("N") : string.Create(CultureInfo.InvariantCulture, $"{page}/{number}"));
        return (new DecisionTicket(sender + own)
        {
            IsFirstTry = id is null && page is null,
            Turn = page is null ? null : (sender + page, number),
        }, null);
    }

    private static (string? Token, string? Fault) TokenOf(IHeaderDictionary headers, string name)
    {
        string? text = headers.TryGetValue(name, out Microsoft.Extensions.Primitives.StringValues values) ? values.ToString() : null;
        return text is null || (text.Length is > 0 and <= Most && text.All(c => c is > ' ' and <= '~' and not ','))
            ? (text, null)
            : (null, $"Expected in {name} 1 to {Most} visible ASCII characters without a comma, once.");
    }
}

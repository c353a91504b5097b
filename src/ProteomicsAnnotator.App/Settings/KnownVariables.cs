namespace ProteomicsAnnotator.App.Settings;

/// <summary>The names of all settings, and what is said of a variable that looks like one: a slip in a name must not be silent.</summary>
internal static class KnownVariables
{
    private const string Prefix = "ANNOTATOR_";

    /// <summary>Of the program's own tests, which start it.</summary>
    private const string OfTests = Prefix + "TEST_";

    /// <summary>Of letters, that a name may be away from the one that was meant.</summary>
    private const int MostWrong = 3;

    /// <summary>Those that may stand in <c>annotator.env</c>.</summary>
    public static IReadOnlyList<string> OfSite { get; } =
    [
        "ANNOTATOR_DATA_ROOT", "ANNOTATOR_ANNOTATIONS_ROOT", "ANNOTATOR_ROLES_FILE", "ANNOTATOR_CLASSES_FILE",
        "ANNOTATOR_BROWSER", "ANNOTATOR_AUTOPLAY_SECONDS", "ANNOTATOR_MAX_CACHED_BLOCKS", "ANNOTATOR_MAX_BLOCK_MIB",
        "ANNOTATOR_POLL_SECONDS", "ANNOTATOR_PORT",
    ];

    /// <summary>How a server is reached and who signs people in: of the machine it runs on, not of a site's desks.</summary>
    public static IReadOnlyList<string> OfServer { get; } =
    [
        "ANNOTATOR_URLS", "ANNOTATOR_PUBLIC_URL", "ANNOTATOR_TRUSTED_PROXIES", "ANNOTATOR_USER_HEADER", "ANNOTATOR_PROXY_SECRET_FILE",
        "ANNOTATOR_CERTIFICATE", "ANNOTATOR_CERTIFICATE_KEY", LogFormat,
    ];

    /// <summary>How the server's messages are written: text or json.</summary>
    public const string LogFormat = "ANNOTATOR_LOG_FORMAT";

    /// <summary>OpenTelemetry's own name for where measurements and traces go; its other variables count beside it.</summary>
    public const string Collector = "OTEL_EXPORTER_OTLP_ENDPOINT";

    /// <summary>The store of decisions for verbs that do a work and end. It may hold a password: it is of the environment alone.</summary>
    public const string Database = "ANNOTATOR_DATABASE";

    public const string RolesFile = "ANNOTATOR_ROLES_FILE";

    /// <summary>Where people of a server sign in.</summary>
    public static IReadOnlyList<string> OfSignInProvider { get; } =
    [
        "ANNOTATOR_OIDC_AUTHORITY", "ANNOTATOR_OIDC_CLIENT_ID", "ANNOTATOR_OIDC_CLIENT_SECRET_FILE", "ANNOTATOR_OIDC_NAME_CLAIM",
        "ANNOTATOR_OIDC_ROLE_CLAIM", "ANNOTATOR_OIDC_ADMIN_ROLE", "ANNOTATOR_OIDC_ANNOTATOR_ROLE",
    ];

    /// <summary>A token stays with the person: whoever can read the file could enter everyone's program. The launcher sets the home.</summary>
    private static readonly string[] OfEnvironment = ["ANNOTATOR_TOKEN", "ANNOTATOR_HOME"];

    /// <summary>A sentence for each of these names that is like a setting's and is none; sorted.</summary>
    public static IReadOnlyList<string> DescribeUnknown(IEnumerable<string> names) =>
    [
        .. names.Where(name => name.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) && !name.StartsWith(OfTests, StringComparison.Ordinal))
            .Where(name => !OfSite.Concat(OfEnvironment).Concat(OfServer).Concat(OfSignInProvider).Append(Database).Contains(name, OperatingSystem.IsWindows() ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(name => NearestTo(name) is { } meant ? $"{name} is not a setting; did you mean {meant}?" : $"{name} is not a setting; --help lists them."),
    ];

    private static string? NearestTo(string name)
    {
        (string nearest, int wrong) = OfSite.Concat(OfServer).Concat(OfSignInProvider).Append(OfEnvironment[0])
            .Select(known => (known, Distance(name.ToUpperInvariant(), known)))
            .MinBy(item => item.Item2);
        return wrong <= MostWrong ? nearest : null;
    }

    /// <summary>How many letters have to be put in, left out or replaced.</summary>
    private static int Distance(string from, string to)
    {
        int[] above = [.. Enumerable.Range(0, to.Length + 1)];
        for (int i = 1; i <= from.Length; i++)
        {
            int[] row = new int[to.Length + 1];
            row[0] = i;
            for (int j = 1; j <= to.Length; j++)
            {
                int replaced = above[j - 1] + (from[i - 1] == to[j - 1] ? 0 : 1);
                row[j] = Math.Min(replaced, Math.Min(above[j], row[j - 1]) + 1);
            }

            above = row;
        }

        return above[to.Length];
    }
}

namespace ProteomicsAnnotator.App.Settings;

/// <summary>The variables <c>ANNOTATOR_OIDC_...</c> -> <see cref="ProviderSettings"/>. One that nothing would use is a fault.</summary>
/// <param name="value">Variables by name; null where one is not set.</param>
/// <param name="pathIn">The same as an absolute path.</param>
/// <param name="refuse">Takes a variable, what was found and what is expected.</param>
internal sealed class ProviderReader(Func<string, string?> value, Func<string, string?> pathIn, Action<string, string, string> refuse)
{
    public const string Authority = "ANNOTATOR_OIDC_AUTHORITY";
    private const string ClientId = "ANNOTATOR_OIDC_CLIENT_ID";
    private const string SecretFileName = "ANNOTATOR_OIDC_CLIENT_SECRET_FILE";
    private const string NameClaim = "ANNOTATOR_OIDC_NAME_CLAIM";
    private const string RoleClaim = "ANNOTATOR_OIDC_ROLE_CLAIM";
    private const string AdminRole = "ANNOTATOR_OIDC_ADMIN_ROLE";
    private const string AnnotatorRole = "ANNOTATOR_OIDC_ANNOTATOR_ROLE";
    private const int Longest = 200;

    /// <returns>Null: there is no provider.</returns>
    public ProviderSettings? Read()
    {
        if (value(Authority) is not { } text)
        {
            foreach (string alone in KnownVariables.OfSignInProvider.Where(name => value(name) is not null))
            {
                // A value may be a secret: it is not repeated.
                refuse(alone, "a value", $"{Authority} beside it: the address of the provider at which people sign in");
            }

            return null;
        }

        var defaults = new ProviderSettings { Authority = ReadAuthority(text), ClientId = ReadClientId() };
        var settings = defaults with
        {
            ClientSecret = pathIn(SecretFileName) is { } path ? SecretFile.Read(path, least: 1, (found, expected) => refuse(SecretFileName, found, expected)) : null,
            NameClaim = ReadName(NameClaim, "the name of a claim") ?? defaults.NameClaim,
            RoleClaim = ReadName(RoleClaim, "the name of a claim"),
            AdminRole = ReadName(AdminRole, "a role") ?? defaults.AdminRole,
            AnnotatorRole = ReadName(AnnotatorRole, "a role") ?? defaults.AnnotatorRole,
        };
        RefuseRoles(settings);
        return settings;
    }

    private Uri ReadAuthority(string text)
    {
        bool isAddress = Uri.TryCreate(text, UriKind.Absolute, out Uri? url) && url.UserInfo.Length == 0 && url.Query.Length == 0 && url.Fragment.Length == 0
            && url.Host.Length > 0 && !text.Any(c => char.IsControl(c) || char.IsWhiteSpace(c));
        if (isAddress && (url!.Scheme == Uri.UriSchemeHttps || (url.Scheme == Uri.UriSchemeHttp && url.IsLoopback)))
        {
            return url;
        }

        // What is not an address may be anything, such as a secret in the wrong place.
        refuse(Authority, isAddress ? text : "what is no address", "the provider's address as it stands before /.well-known/openid-configuration, with https:// (http:// on this machine only), such as https://login.example.org/realms/lab");
        return new Uri("https://invalid.example");
    }

    private string ReadClientId()
    {
        if (value(ClientId) is { Length: <= Longest } text && text.All(c => c is > ' ' and < '\x7f'))
        {
            return text;
        }

        refuse(ClientId, value(ClientId) ?? "nothing", "the name that the provider knows this server by");
        return "";
    }

    private string? ReadName(string variable, string what)
    {
        if (value(variable) is not { } text)
        {
            return null;
        }

        if (text.Length <= Longest && !text.Any(char.IsControl) && text.Trim() == text)
        {
            return text;
        }

        refuse(variable, text, $"{what}, at most {Longest} characters, without blanks around it");
        return null;
    }

    private void RefuseRoles(ProviderSettings settings)
    {
        foreach (string name in ((string[])[AdminRole, AnnotatorRole]).Where(name => value(name) is not null && settings.RoleClaim is null))
        {
            refuse(name, value(name)!, $"{RoleClaim} beside it: without it {KnownVariables.RolesFile} says who is an admin");
        }

        if (settings.AdminRole == settings.AnnotatorRole)
        {
            refuse(AdminRole, settings.AdminRole, $"another role than {AnnotatorRole}: everybody would be an admin");
        }
    }
}

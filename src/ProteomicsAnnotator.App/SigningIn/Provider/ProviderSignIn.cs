using System.Security.Claims;
using ProteomicsAnnotator.App.Settings;
using ProteomicsAnnotator.Core.Campaign;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.App.SigningIn.Provider;

/// <summary>From an answer of the provider that is genuine to a session: the name, whose it is, the role.</summary>
public sealed class ProviderSignIn(AnnotatorOptions options, IdentityBindings bindings, SignIns signIns, SignInFlow flow, SignInAudit audit)
{
    private readonly ProviderSettings _settings = options.Serve?.Provider ?? throw new InvalidOperationException("There is no provider.");

    /// <summary>Why the person is not let in, in words; null: they are, and the answer sets the session's cookie.</summary>
    /// <exception cref="StorageException">Whose name it is could not be read or kept.</exception>
    public async Task<string?> EnterAsync(ClaimsPrincipal principal, string issuer, HttpContext context)
    {
        string? refusal = await FindRefusalAsync(principal, issuer, context);
        if (refusal is not null)
        {
            audit.Refused(refusal, context);
        }

        return refusal;
    }

    private async Task<string?> FindRefusalAsync(ClaimsPrincipal principal, string issuer, HttpContext context)
    {
        string[] names = [.. ValuesOf(principal, _settings.NameClaim)];
        string[] subjects = [.. ValuesOf(principal, "sub")];
        if (subjects.Length != 1)
        {
            return "The provider does not say which account this is: its answer has no subject.";
        }

        if (names.Length != 1)
        {
            return $"The provider does not say what you are called: its answer has {(names.Length == 0 ? "no" : "more than one")} {_settings.NameClaim}, which ANNOTATOR_OIDC_NAME_CLAIM names.";
        }

        if (!Username.TryParse(names[0], out string? username))
        {
            return $"The provider says that you are '{SignInAudit.Shown(names[0])}' in {_settings.NameClaim}, which is no username here: expected {Username.Rule}.";
        }

        var identity = new ProviderIdentity(issuer, subjects[0]);
        return IdentityBindings.WhyUnusable(identity) ?? await FindRefusalAsync(username, identity, [.. ValuesOf(principal, _settings.RoleClaim ?? "")], context);
    }

    /// <summary>Whoever has no right to be here gets no name; whoever comes with another's name changes nothing of that one's rights.</summary>
    private async Task<string?> FindRefusalAsync(string username, ProviderIdentity identity, string[] claimed, HttpContext context)
    {
        CurrentRights rights = signIns.Rights!;
        bool? isAdmin = rights.Provider?.Of(claimed);
        string? refusal = rights.Provider is { } roles && isAdmin is null ? $"{username} has no role here: the provider has to send {roles.Words}."
            : await rights.AskWhyNotInAsync(username, isAdmin);
        if (await Task.Run(() => FindRefusal(username, identity, rights, refusal), context.RequestAborted) is { } taken)
        {
            return taken;
        }

        rights.Take(identity, isAdmin);
        if (refusal is not null)
        {
            return refusal;
        }

        return (await flow.SignInAsync(username, context, identity)).Refusal;
    }

    /// <summary>Where roles.json says who is an admin, a name is a right: it goes to the account that an admin gives it to, and to no other.</summary>
    private string? FindRefusal(string username, ProviderIdentity identity, CurrentRights rights, string? refusal)
    {
        if (refusal is not null)
        {
            return bindings.Find(username)?.Identity == identity ? null : refusal;
        }

        return rights.Provider is null && rights.IsAdmin(username, identity) && bindings.Find(username) is null
            ? $"{username} is an admin's name by roles.json, and such a name does not go to the first account that comes with it. If it is yours, give this line to whoever runs the server, who types it as the server's account: "
                + $"{IdentityText.MoveCommand(username, identity)}"
            : bindings.BindOrWhyNot(username, identity);
    }

    private static IEnumerable<string> ValuesOf(ClaimsPrincipal principal, string type) =>
        principal.FindAll(claim => claim.Type == type && claim.Value.Length > 0).Select(claim => claim.Value).Distinct(StringComparer.Ordinal);
}

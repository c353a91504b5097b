using System.Collections.Concurrent;
using ProteomicsAnnotator.App.Settings;

namespace ProteomicsAnnotator.App.SigningIn.Provider;

/// <summary>
/// What the provider said at each account's last sign-in that it may do, for as long as a sign-in holds. By account: a name may change
/// hands, and the role stays behind. Thread-safe.
/// </summary>
public sealed class ProviderRoles(ProviderSettings settings, TimeProvider time)
{
    /// <summary>How long a sign-in holds, and what was said at it: the provider is asked again afterwards.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(8);

    private readonly ConcurrentDictionary<ProviderIdentity, Role> _roles = new();

    /// <summary>Null: the account has no role, or what was said is too old.</summary>
    public bool? IsAdmin(ProviderIdentity identity) => _roles.TryGetValue(identity, out Role? role) && !IsOld(role) ? role.IsAdmin : null;

    /// <summary>What the role claim adds up to; null: it holds no role of this server.</summary>
    public bool? Of(IReadOnlyCollection<string> roles) =>
        roles.Contains(settings.AdminRole, StringComparer.Ordinal) ? true
        : roles.Contains(settings.AnnotatorRole, StringComparer.Ordinal) ? false
        : null;

    /// <returns>The account may do something else than before.</returns>
    public bool Take(ProviderIdentity identity, bool? isAdmin)
    {
        bool? before = IsAdmin(identity);
        if (isAdmin is { } role)
        {
            _roles[identity] = new Role(role, time.GetTimestamp());
        }
        else
        {
            _ = _roles.TryRemove(identity, out _);
        }

        return before is not null && before != isAdmin;
    }

    /// <summary>What is too old counts no more anyway, and is not kept.</summary>
    public void ForgetOld()
    {
        foreach (KeyValuePair<ProviderIdentity, Role> old in _roles.Where(kept => IsOld(kept.Value)))
        {
            _ = _roles.TryRemove(old);
        }
    }

    /// <summary>Which roles let somebody in, for those who are not.</summary>
    public string Words => $"{settings.AnnotatorRole} or {settings.AdminRole} in {settings.RoleClaim}";

    private bool IsOld(Role role) => time.GetElapsedTime(role.At) >= Lifetime;

    private sealed record Role(bool IsAdmin, long At);
}

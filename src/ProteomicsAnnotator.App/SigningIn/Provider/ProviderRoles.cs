using System.Collections.Concurrent;
using ProteomicsAnnotator.App.Settings;

namespace ProteomicsAnnotator.App.SigningIn.Provider;

/// <summary>What the provider said at each person's last sign-in that they may do, for as long as a sign-in holds. Thread-safe.</summary>
public sealed class ProviderRoles(ProviderSettings settings, TimeProvider time)
{
    /// <summary>How long a sign-in holds, and what was said at it: the provider is asked again afterwards.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(8);

    private readonly ConcurrentDictionary<string, Role> _roles = new(StringComparer.Ordinal);

    /// <summary>Null: the person has no role, or what was said is too old.</summary>
    public bool? IsAdmin(string username) =>
        _roles.TryGetValue(username, out Role? role) && time.GetElapsedTime(role.At) < Lifetime ? role.IsAdmin : null;

    /// <summary>What the role claim adds up to; null: it holds no role of this server.</summary>
    public bool? Of(IReadOnlyCollection<string> roles) =>
        roles.Contains(settings.AdminRole, StringComparer.Ordinal) ? true
        : roles.Contains(settings.AnnotatorRole, StringComparer.Ordinal) ? false
        : null;

    /// <returns>The person may do something else than before.</returns>
    public bool Take(string username, bool? isAdmin)
    {
        bool? before = IsAdmin(username);
        if (isAdmin is { } role)
        {
            _roles[username] = new Role(role, time.GetTimestamp());
        }
        else
        {
            _ = _roles.TryRemove(username, out _);
        }

        return before is not null && before != isAdmin;
    }

    /// <summary>Which roles let somebody in, for those who are not.</summary>
    public string Words => $"{settings.AnnotatorRole} or {settings.AdminRole} in {settings.RoleClaim}";

    private sealed record Role(bool IsAdmin, long At);
}

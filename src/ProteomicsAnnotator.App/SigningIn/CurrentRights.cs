using ProteomicsAnnotator.App.Settings;
using ProteomicsAnnotator.App.SigningIn.Provider;
using ProteomicsAnnotator.Core.Campaign;
using ProteomicsAnnotator.Core.Planning;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.App.SigningIn;

/// <summary>
/// What a person may do on a server now: who is an admin, by a roles file that is read again every few seconds, and who is in the
/// campaign, by the plan that counts. A roles file that cannot be read leaves the admins as they were, and that is said.
/// </summary>
public sealed class CurrentRights : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private readonly string _file;
    private readonly PlanFollower _plan;
    private readonly PeriodicTimer _timer;
    private readonly Action<string> _say;
    private volatile Roles _roles;
    private string? _problem;

    /// <param name="options">With the roles as they were read at the start.</param>
    /// <param name="plan">Has been looked at, so that it is followed.</param>
    /// <param name="time">When to read again.</param>
    /// <param name="say">Takes a line.</param>
    public CurrentRights(AnnotatorOptions options, PlanFollower plan, TimeProvider time, Action<string> say)
    {
        (_file, _roles, _plan, _say) = (options.RolesFile, options.Roles, plan, say);
        Provider = options.Serve?.Provider is { RoleClaim: not null } provider ? new ProviderRoles(provider, time) : null;
        _timer = new PeriodicTimer(Interval, time);
        _ = FollowAsync();
    }

    /// <summary>Somebody is an admin, or no admin any more. Raised on any thread.</summary>
    public event Action? Changed;

    /// <summary>Says who is an admin, and who has a role at all; null: roles.json does, and everybody has one.</summary>
    public ProviderRoles? Provider { get; }

    /// <param name="username">Who.</param>
    /// <param name="identity">The account at the provider; null: people do not sign in at one.</param>
    public bool IsAdmin(string username, ProviderIdentity? identity) => Provider is null ? _roles.IsAdmin(username) : RoleOf(identity) is true;

    /// <summary>What the provider says of an account; null: nothing, or it is not asked.</summary>
    public bool? RoleOf(ProviderIdentity? identity) => identity is null ? null : Provider?.IsAdmin(identity);

    /// <summary>Why this person is not let in, in words; null: they are. Waits for nothing.</summary>
    public string? WhyNotIn(string username, ProviderIdentity? identity) => Provider is not null && RoleOf(identity) is null
        ? $"{username} has no role here, or it was read too long ago: sign in again."
        : WhyNotIn(username, RoleOf(identity));

    /// <summary>The same as the share has it now, for somebody who is about to sign in. Bounded.</summary>
    /// <param name="username">Who.</param>
    /// <param name="isAdmin">What the provider says; null: it says nothing of roles.</param>
    public async Task<string?> AskWhyNotInAsync(string username, bool? isAdmin)
    {
        _ = await _plan.LookAsync();
        return WhyNotIn(username, isAdmin);
    }

    /// <summary>The provider has said what an account may do.</summary>
    /// <param name="identity">Whose.</param>
    /// <param name="isAdmin">Null: nothing.</param>
    public void Take(ProviderIdentity identity, bool? isAdmin)
    {
        if (Provider?.Take(identity, isAdmin) is true)
        {
            Changed?.Invoke();
        }
    }

    private string? WhyNotIn(string username, bool? isAdminAtProvider) => _plan.Versions is null
        ? $"Who is in this campaign cannot be read now, so nobody is let in: {_plan.Problem ?? "the plan has not been read"}"
        : isAdminAtProvider is true ? null : Roster.Find(_plan.Versions, Provider is null ? _roles : Roles.None, username)?.Words;

    public void Dispose() => _timer.Dispose();

    private async Task FollowAsync()
    {
        while (await _timer.WaitForNextTickAsync())
        {
            // A share that hangs holds this loop and nothing else.
            await Task.Run(ReadAgain);
        }
    }

    private void ReadAgain()
    {
        (Roles? read, string? problem) = Read();
        if (problem is not null && problem != _problem)
        {
            _say($"{problem} The admins stay who they were: {(_roles.Admins.Count == 0 ? "nobody" : string.Join(", ", _roles.Admins.Order(StringComparer.Ordinal)))}.");
        }

        _problem = problem;
        if (read is null || read.Admins.SetEquals(_roles.Admins))
        {
            return;
        }

        _roles = read;
        _say($"{_file} has changed. Admins: {(read.Admins.Count == 0 ? "nobody" : string.Join(", ", read.Admins.Order(StringComparer.Ordinal)))}.");
        Changed?.Invoke();
    }

    private (Roles? Roles, string? Problem) Read()
    {
        try
        {
            List<ConfigurationFault> faults = [];
            Roles? read = Roles.Parse(RegularFile.ReadAll(_file), _file, faults);
            return (read, read is null ? string.Join(' ', faults) : null);
        }
        catch (Exception fault) when (StorageFault.IsFileError(fault))
        {
            // Without a file from the start there is nothing to say.
            return (null, _roles.Admins.Count == 0 && fault is FileNotFoundException or DirectoryNotFoundException ? null : $"{_file}: {StorageFault.Describe(fault)}.");
        }
    }
}

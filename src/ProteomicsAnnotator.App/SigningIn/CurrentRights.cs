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

    /// <summary>A file that has not answered by then is said to hang.</summary>
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(10);

    /// <summary>How long admins stay who they were while the file cannot be read.</summary>
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(15);

    private readonly string _file;
    private readonly PlanFollower _plan;
    private readonly PeriodicTimer _timer;
    private readonly Action<string> _say;
    private readonly TimeProvider _time;
    private volatile Roles _roles;
    private string? _problem;
    private long _readAt;
    private bool _isTakenAway;

    /// <param name="options">With the roles as they were read at the start.</param>
    /// <param name="plan">Has been looked at, so that it is followed.</param>
    /// <param name="time">When to read again.</param>
    /// <param name="say">Takes a line.</param>
    public CurrentRights(AnnotatorOptions options, PlanFollower plan, TimeProvider time, Action<string> say)
    {
        (_file, _roles, _plan, _say) = (options.RolesFile, options.Roles, plan, say);
        (_time, _readAt) = (time, time.GetTimestamp());
        Provider = options.Serve?.Provider is { RoleClaim: not null } provider ? new ProviderRoles(provider, time) : null;
        _timer = new PeriodicTimer(Interval, time);
        _ = FollowAsync();
    }

    /// <summary>Somebody is an admin, or no admin any more. Raised on any thread.</summary>
    public event Action? Changed;

    /// <summary>Says who is an admin, and who has a role at all; null: roles.json does, and everybody has one.</summary>
    public ProviderRoles? Provider { get; }

    /// <summary>By the file, as it was read last.</summary>
    public IReadOnlySet<string> Admins => _roles.Admins;

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
            Raise();
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
            // A mount that hangs holds this one thread.
            Task<(Roles? Roles, string? Problem)> reading = Task.Run(Read);
            while (!await IsDoneAsync(reading))
            {
                Take(null, $"{_file} does not answer: its folder may be on a share that hangs.");
            }

            (Roles? read, string? problem) = await reading;
            Take(read, problem);
        }
    }

    private async Task<bool> IsDoneAsync(Task reading)
    {
        await reading.WaitAsync(AnswerLimit, _time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return reading.IsCompleted;
    }

    private void Take(Roles? read, string? problem)
    {
        if (problem is not null && problem != _problem)
        {
            _say($"{problem} The admins stay who they were for {Kept.TotalMinutes:0} minutes: {Names(_roles)}.");
        }

        if (read is not null || problem is null)
        {
            (_readAt, _isTakenAway) = (_time.GetTimestamp(), false);
        }
        else if (!_isTakenAway && _time.GetElapsedTime(_readAt) >= Kept)
        {
            _isTakenAway = true;
            _say($"{_file} could not be read for {Kept.TotalMinutes:0} minutes: nobody is an admin until it can be.");
            read = Roles.None;
        }

        _problem = problem;
        if (read is null || read.Admins.SetEquals(_roles.Admins))
        {
            return;
        }

        _roles = read;
        if (!_isTakenAway)
        {
            _say($"{_file} has changed. Admins: {Names(read)}.");
        }

        Raise();
    }

    /// <summary>One that fails keeps nothing from the others, and the file is read again all the same.</summary>
    private void Raise()
    {
        foreach (Action told in Delegate.EnumerateInvocationList(Changed))
        {
            // Whatever it throws is seen there.
            _ = Task.Run(told).ContinueWith(
                failed => _say($"A page could not be told of changed rights: {failed.Exception!.InnerException!.Message}"),
                CancellationToken.None,
                TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously,
                TaskScheduler.Default);
        }
    }

    private static string Names(Roles roles) => roles.Admins.Count == 0 ? "nobody" : string.Join(", ", roles.Admins.Order(StringComparer.Ordinal));

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

using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.App.SigningIn.Provider;

/// <summary>
/// Ends sign-ins every few seconds, so that pages that nobody touches end too: those whose time is over, and those whose name an admin has
/// freed or moved to another account. A file that cannot be read ends nothing, and that is said.
/// </summary>
public sealed class SessionSweep : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private readonly SignIns _signIns;
    private readonly IdentityBindings? _bindings;
    private readonly ProviderRoles? _roles;
    private readonly PeriodicTimer _timer;
    private readonly Action<string> _say;
    private Task _reading = Task.CompletedTask;
    private string? _problem;

    /// <param name="signIns">Whose sign-ins end.</param>
    /// <param name="bindings">Which account each name belongs to; null: people do not sign in at a provider.</param>
    /// <param name="roles">Null: the provider says nothing of roles.</param>
    /// <param name="time">When to look again.</param>
    /// <param name="say">Takes a line.</param>
    public SessionSweep(SignIns signIns, IdentityBindings? bindings, ProviderRoles? roles, TimeProvider time, Action<string> say)
    {
        (_signIns, _bindings, _roles, _say) = (signIns, bindings, roles, say);
        _timer = new PeriodicTimer(Interval, time);
        _ = FollowAsync();
    }

    /// <summary>What ends without anybody doing anything, such as a proxy's word, has to be looked for now. Raised on any thread.</summary>
    public event Action? Swept;

    public void Dispose() => _timer.Dispose();

    private async Task FollowAsync()
    {
        while (await _timer.WaitForNextTickAsync())
        {
            _ = Task.Run(EndExpired);
            if (_bindings is { } bindings && _reading.IsCompleted)
            {
                // A disk that hangs holds up names, and no clock.
                _reading = Task.Run(() => EndMoved(bindings));
            }
        }
    }

    private void EndExpired()
    {
        _roles?.ForgetOld();
        _signIns.EndExpired();
        Swept?.Invoke();
    }

    private void EndMoved(IdentityBindings bindings)
    {
        List<SignIn> ended = [];
        string? problem = null;
        foreach (IGrouping<(string Username, ProviderIdentity? Identity), SignIn> own in _signIns.All().GroupBy(signIn => (signIn.Username, signIn.Identity)))
        {
            try
            {
                if (bindings.Find(own.Key.Username)?.Identity != own.Key.Identity)
                {
                    ended.AddRange(own);
                    _say($"{own.Key.Username} no longer belongs to the account that signed in under this name: its sign-ins have ended.");
                }
            }
            catch (StorageException fault)
            {
                problem = $"Whose name {own.Key.Username} is cannot be read, so whoever is signed in under it stays so: {fault.Message}";
            }
        }

        if (problem is not null && problem != _problem)
        {
            _say(problem);
        }

        _problem = problem;
        if (ended.Count > 0)
        {
            _signIns.End(ended);
        }
    }
}

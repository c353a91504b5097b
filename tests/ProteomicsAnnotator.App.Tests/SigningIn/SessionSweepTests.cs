using System.Collections.Concurrent;
using Microsoft.Extensions.Time.Testing;
using ProteomicsAnnotator.App.Settings;
using ProteomicsAnnotator.App.SigningIn;
using ProteomicsAnnotator.App.SigningIn.Provider;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.App.Tests.SigningIn;

public sealed class SessionSweepTests : IDisposable
{
    private static readonly ProviderIdentity Alice = new("https://login.example", "1");
    private static readonly ProviderIdentity Other = new("https://login.example", "2");
    private static readonly ProviderIdentity Bob = new("https://login.example", "3");
    private readonly string _state = Directory.CreateTempSubdirectory("annotator-sweep-").FullName;
    private readonly FakeTimeProvider _time = new();
    private readonly ConcurrentQueue<string> _said = [];
    private readonly SignIns _signIns;
    private readonly IdentityBindings _bindings;
    private readonly ProviderRoles _roles;
    private readonly SessionSweep _sweep;
    private int _told;

    public SessionSweepTests()
    {
        _signIns = new SignIns(_time);
        _signIns.Changed += () => Interlocked.Increment(ref _told);
        _bindings = new IdentityBindings(new LocalFolders(_state, _state), new FileOperations(), _time);
        _roles = new ProviderRoles(new ProviderSettings { Authority = new Uri("https://login.example"), ClientId = "annotator", RoleClaim = "roles" }, _time);
        _sweep = new SessionSweep(_signIns, _bindings, _roles, _time, _said.Enqueue);
    }

    public void Dispose()
    {
        _sweep.Dispose();
        Directory.Delete(_state, recursive: true);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Name_ThatAnAdminTakesAway_EndsTheSignInsOfItsAccount_AndNoOthers(bool isMoved)
    {
        SignIn former = SignIn("alice", Alice);
        SignIn bob = SignIn("bob", Bob);
        _told = 0;
        if (isMoved)
        {
            _bindings.Move("alice", Other);
        }
        else
        {
            _bindings.Free("alice");
        }

        _time.Advance(TimeSpan.FromSeconds(5));
        await Eventually.IsTrueAsync(() => Volatile.Read(ref _told) > 0);

        Assert.False(_signIns.TryGet(former.SessionId, out _));
        Assert.True(_signIns.IsSuperseded(former.SessionId));
        Assert.True(_signIns.TryGet(bob.SessionId, out _));
        Assert.Contains("alice no longer belongs to the account", Assert.Single(_said), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Name_WhoseFileCannotBeRead_EndsNothing_AndIsSaidOnce()
    {
        SignIn alice = SignIn("alice", Alice);
        SignIn bob = SignIn("bob", Bob);
        File.WriteAllBytes(Path.Combine(_bindings.Folder, "alice.json"), "{"u8);
        for (int i = 0; i < 4; i++)
        {
            _time.Advance(TimeSpan.FromSeconds(5));
            await Eventually.IsTrueAsync(() => !_said.IsEmpty);
        }

        _bindings.Free("bob");
        await Eventually.IsTrueAsync(() =>
        {
            _time.Advance(TimeSpan.FromSeconds(5));
            return !_signIns.TryGet(bob.SessionId, out _);
        });

        Assert.True(_signIns.TryGet(alice.SessionId, out _));
        Assert.Single(_said, line => line.Contains("alice.json", StringComparison.Ordinal));
    }

    [Fact]
    public async Task SignIn_WhoseTimeIsOver_EndsWithoutBeingAsked()
    {
        SignIn alice = SignIn("alice", Alice);
        _ = _roles.Take(Alice, isAdmin: true);
        _told = 0;

        _time.Advance(ProviderRoles.Lifetime);

        await Eventually.IsTrueAsync(() => Volatile.Read(ref _told) > 0);
        Assert.True(_signIns.HasEnded(alice.SessionId));
        Assert.Null(_roles.IsAdmin(Alice));
    }

    [Fact]
    public void Role_IsTheAccounts_NotTheNames()
    {
        _ = _roles.Take(Alice, isAdmin: false);
        Assert.False(_roles.Take(Other, isAdmin: true));
        Assert.Equal(((bool?)false, (bool?)true), (_roles.IsAdmin(Alice), _roles.IsAdmin(Other)));
        Assert.True(_roles.Take(Other, isAdmin: null));
        Assert.Equal(((bool?)false, (bool?)null), (_roles.IsAdmin(Alice), _roles.IsAdmin(Other)));
    }

    private SignIn SignIn(string username, ProviderIdentity identity)
    {
        Assert.Null(_bindings.BindOrWhyNot(username, identity));
        return _signIns.Add(username, isAdmin: false, former: null, ProviderRoles.Lifetime, identity);
    }
}

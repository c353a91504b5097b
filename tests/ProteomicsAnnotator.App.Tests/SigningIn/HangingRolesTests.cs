using System.Collections.Concurrent;
using Microsoft.Extensions.Time.Testing;
using ProteomicsAnnotator.App.Settings;
using ProteomicsAnnotator.App.SigningIn;
using ProteomicsAnnotator.Core.Campaign;
using ProteomicsAnnotator.Core.Planning;
using ProteomicsAnnotator.Core.Roots;

namespace ProteomicsAnnotator.App.Tests.SigningIn;

/// <summary>A roles file that cannot be read: it is said, rights are kept for a while, then nobody is an admin.</summary>
public sealed class HangingRolesTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("annotator-roles-").FullName;
    private readonly FakeTimeProvider _time = new();
    private readonly ConcurrentQueue<string> _said = [];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Mount_ThatHangs_IsSaid_AndTakesTheRightsAfterAQuarterOfAnHour()
    {
        string mounted = Directory.CreateDirectory(Path.Combine(_folder, "mounted")).FullName;
        using var mount = SilentMount.TryCreate(mounted);
        Assert.SkipWhen(mount is null, "Nothing can be mounted here.");
        await AssertIsTakenAwayAsync(Path.Combine(mounted, "roles.json"), "does not answer");
    }

    [Fact]
    public async Task File_ThatIsDamaged_IsSaid_AndTakesTheRightsAfterAQuarterOfAnHour_UntilItIsRead_WhoeverFailsToHear()
    {
        string file = Path.Combine(_folder, "roles.json");
        await File.WriteAllBytesAsync(file, "{"u8.ToArray(), TestContext.Current.CancellationToken);
        using CurrentRights rights = await AssertIsTakenAwayAsync(file, "roles.json");

        // Somebody who fails when told comes first.
        bool isTold = false;
        rights.Changed += () => throw new InvalidOperationException("no circuit");
        rights.Changed += () => isTold = true;
        await File.WriteAllBytesAsync(file, """{"admins": ["alice"]}"""u8.ToArray(), TestContext.Current.CancellationToken);
        await PassAsync(() => rights.IsAdmin("alice", null) && isTold, TimeSpan.FromSeconds(5));
        Assert.Contains(_said, line => line.Contains("no circuit", StringComparison.Ordinal));

        await File.WriteAllBytesAsync(file, """{"admins": ["bob"]}"""u8.ToArray(), TestContext.Current.CancellationToken);
        await PassAsync(() => rights.IsAdmin("bob", null), TimeSpan.FromSeconds(5));
    }

    private async Task<CurrentRights> AssertIsTakenAwayAsync(string file, string words)
    {
        var options = new AnnotatorOptions
        {
            Home = _folder,
            DataRoot = _folder,
            AnnotationsRoot = Path.Combine(_folder, "annotations"),
            Folders = new LocalFolders(_folder, _folder),
            Token = "",
            RolesFile = file,
            Roles = new Roles(new HashSet<string>(["alice"], StringComparer.Ordinal)),
        };
        var rights = new CurrentRights(options, new PlanFollower(new SharedRoot(ShareSettings.Of(options))), _time, _said.Enqueue);
        int changes = 0;
        rights.Changed += () => Interlocked.Increment(ref changes);

        await PassAsync(() => _said.Any(line => line.Contains(words, StringComparison.Ordinal) && line.EndsWith("The admins stay who they were for 15 minutes: alice.", StringComparison.Ordinal)), TimeSpan.FromSeconds(5));
        Assert.True(rights.IsAdmin("alice", null));
        await PassAsync(() => !rights.IsAdmin("alice", null), TimeSpan.FromMinutes(2));
        Assert.Contains(_said, line => line.EndsWith("nobody is an admin until it can be.", StringComparison.Ordinal));
        await Eventually.IsTrueAsync(() => Volatile.Read(ref changes) == 1, "one change is told");
        return rights;
    }

    private Task PassAsync(Func<bool> condition, TimeSpan step) => Eventually.IsTrueAsync(
        () =>
        {
            _time.Advance(step);
            return condition();
        },
        "what should come of it");
}

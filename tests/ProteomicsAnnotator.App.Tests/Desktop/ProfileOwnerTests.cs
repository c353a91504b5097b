using System.Diagnostics;
using System.Globalization;
using System.Runtime.Versioning;
using ProteomicsAnnotator.App.Desktop;

namespace ProteomicsAnnotator.App.Tests.Desktop;

/// <summary>A browser's lock names a process by its number alone, which another one may have by now.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class ProfileOwnerTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("pro file-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("--user-data-dir={0}", true)]
    [InlineData("--app=http://127.0.0.1/ --user-data-dir={0} --no-first-run", true)]
    [InlineData("--user-data-dir={0}-2", false)]
    [InlineData("--user-data-dir={0}/inner", false)]
    [InlineData("--user-data-dir=/elsewhere", false)]
    [InlineData("{0}", false)]
    [InlineData("", false)]
    public void Find_ProcessThatTheLockNames_IsTheOwnerOnlyIfItWasStartedWithTheProfile(string argument, bool isOwner)
    {
        string given = string.Format(CultureInfo.InvariantCulture, argument, _folder);
        using Process process = Process.Start(new ProcessStartInfo("sh", ["-c", "sleep 600; true", "browser", given]) { UseShellExecute = false })!;
        try
        {
            File.CreateSymbolicLink(Path.Combine(_folder, "SingletonLock"), $"ws-1.example.org-{process.Id}");

            using var owner = ProfileOwner.Find(_folder);

            Assert.Equal(isOwner, owner is not null);
        }
        finally
        {
            process.Kill(entireProcessTree: true);
            process.WaitForExit();
        }
    }

    [Theory]
    [InlineData("ws-1-999999999")]
    [InlineData("ws-1-")]
    [InlineData("elsewhere")]
    public void Find_LockThatNamesNoProcess_HasNoOwner(string target)
    {
        File.CreateSymbolicLink(Path.Combine(_folder, "SingletonLock"), target);

        Assert.Null(ProfileOwner.Find(_folder));
    }
}

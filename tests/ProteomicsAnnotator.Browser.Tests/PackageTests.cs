using System.Diagnostics;
using System.Net;

namespace ProteomicsAnnotator.Browser.Tests;

public sealed class PackageTests
{
    [Fact]
    public async Task LinuxPackage_OnAReadOnlyShareOutsideTheCheckout_Runs()
    {
        using var campaign = new Campaign(1);
        string packages = campaign.Below("packages");
        string share = Directory.CreateDirectory(campaign.Below("share")).FullName;
        string made = await Shell.RunAsync(
            "sh", Path.Join(Checkout.Folder, "package.sh"), "--output", packages, "linux-x64");
        string archive = made.Trim().Split('\n')[^1];
        (int mounted, string why) = await Shell.TryAsync("mount", "-t", "tmpfs", "-o", "size=1g", "tmpfs", share);
        Assert.SkipUnless(mounted == 0, "A read-only mount needs root: " + why);
        try
        {
            await Shell.RunAsync("tar", "-C", share, "-xzf", archive);
            await Shell.RunAsync("mount", "-o", "remount,ro", share);
            string launcher = Path.Join(Assert.Single(Directory.GetDirectories(share)), "launch.sh");
            string link = await AnswersAsync(campaign, launcher);
            Assert.StartsWith("http://127.0.0.1:", link, StringComparison.Ordinal);
        }
        finally
        {
            await Shell.RunAsync("umount", "-l", share);
        }
    }

    /// <summary>Starts it without the SDK's folders in sight, asks whether it is well, ends it.</summary>
    private static async Task<string> AnswersAsync(Campaign campaign, string launcher)
    {
        var start = new ProcessStartInfo("sh", [launcher, "--no-browser"])
        {
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        foreach ((string name, string value) in campaign.Environment)
        {
            start.Environment[name] = value;
        }

        start.Environment["DOTNET_ROOT"] = campaign.Below("no-dotnet-here");
        using Process program = Process.Start(start)!;
        try
        {
            string? said = await program.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
            Assert.NotNull(said);
            var link = new Uri(said[(said.LastIndexOf(' ') + 1)..]);
            using var http = new HttpClient();
            http.DefaultRequestHeaders.Authorization = new("Bearer", link.Query["?token=".Length..]);
            using HttpResponseMessage well = await http.GetAsync(
                new Uri(link, "/healthz"), TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.OK, well.StatusCode);
            using HttpResponseMessage script = await http.GetAsync(
                new Uri(link, "/viewer/viewer.js"), TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.OK, script.StatusCode);
            return link.ToString();
        }
        finally
        {
            await Shell.TryAsync("kill", "-TERM", $"{program.Id}");
            await program.WaitForExitAsync(CancellationToken.None);
        }
    }
}

using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Runtime.Versioning;
using ProteomicsAnnotator.App.Commands;
using ProteomicsAnnotator.App.Tests.Hosting;

namespace ProteomicsAnnotator.App.Tests.Packages;

/// <summary>The package as a site has it: on a read-only share, without the SDK in sight, set up by annotator.env.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class LinuxPackageTests(BuiltPackages packages) : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("annotator-site-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Package_OnAReadOnlyShare_StartsWithTheSettingsBesideIt()
    {
        string site = Directory.CreateDirectory(In("site")).FullName;
        TestTiff.WriteBlock(In("blocks/block_0001"));
        string home = await CopyAsync(site);
        File.WriteAllBytes(Path.Combine(home, "annotator.env"), "ANNOTATOR_DATA_ROOT = ../../blocks\r\nANNOTATOR_ANNOTATIONS_ROOT=\"../../annotations\"\r\n"u8);
        (int mounted, string why) = await BuiltPackages.RunAsync("mount", ["--bind", site, site]);
        Assert.SkipUnless(mounted == 0, "A read-only mount needs root: " + why);
        try
        {
            await BuiltPackages.RunAsync("mount", ["-o", "remount,bind,ro", site]);
            Assert.Throws<IOException>(() => File.WriteAllBytes(Path.Combine(site, "probe"), []));

            using HttpClient client = await StartAsync(home);
            using HttpResponseMessage signIn = await client.PostAsJsonAsync("/api/session", new { username = "alice" });
            using HttpResponseMessage label = await client.PutAsJsonAsync("/api/labels/block_0001", new { label = 2 });

            Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (signIn.StatusCode, label.StatusCode));
            Assert.True(Directory.Exists(In("annotations/history/users/alice")));
            string[] files = ["/viewer/viewer.js", "/radzen.css", "/_content/Radzen.Blazor/Radzen.Blazor.min.js", "/_content/Radzen.Blazor/css/standard-dark-base.css", "/_framework/blazor.web.js", "/ProteomicsAnnotator.styles.css"];
            foreach (string file in files)
            {
                using HttpResponseMessage answer = await client.GetAsync(file);
                Assert.Equal((file, HttpStatusCode.OK), (file, answer.StatusCode));
            }
        }
        finally
        {
            await EndAsync();
            await BuiltPackages.RunAsync("umount", ["-l", site]);
        }
    }

    [Fact]
    public async Task Package_WithoutSettings_SaysWhatToSetAndMakesNoFolder()
    {
        string home = await CopyAsync(In("site"));
        try
        {
            (int code, string output, _) = await RealProgram.EndOfAsync(Start(home, "check"));
            Assert.Equal(ExitCode.Trouble, code);
            Assert.Contains("ANNOTATOR_DATA_ROOT", output, StringComparison.Ordinal);
            Assert.Contains(Path.Combine(home, "annotator.env"), output, StringComparison.Ordinal);
            (code, _, string error) = await RealProgram.EndOfAsync(Start(home, "stats"));
            Assert.Equal(ExitCode.BadConfiguration, code);
            Assert.Contains("ANNOTATOR_ANNOTATIONS_ROOT", error, StringComparison.Ordinal);

            using HttpClient client = await StartAsync(home);
            string page = await client.GetStringAsync("/sign-in");
            using HttpResponseMessage signIn = await client.PostAsJsonAsync("/api/session", new { username = "alice" });

            Assert.Contains("ANNOTATOR_ANNOTATIONS_ROOT (the folder on the share for all labels)", page, StringComparison.Ordinal);
            Assert.Contains("<form hidden>", page, StringComparison.Ordinal);
            Assert.Equal(HttpStatusCode.BadRequest, signIn.StatusCode);
            Assert.False(Directory.Exists(Path.Combine(home, "annotations")));
        }
        finally
        {
            await EndAsync();
        }
    }

    private readonly List<Process> _started = [];

    private string In(string path) => Path.Combine(_folder, path);

    private async Task<string> CopyAsync(string folder)
    {
        string package = await packages.LinuxAsync();
        Directory.CreateDirectory(folder);
        (int code, string said) = await BuiltPackages.RunAsync("cp", ["-a", package, folder]);
        Assert.True(code == 0, said);
        return Path.Combine(folder, Path.GetFileName(package));
    }

    private Process Start(string home, params string[] arguments)
    {
        var start = new ProcessStartInfo("sh", [Path.Combine(home, "launch.sh"), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            WorkingDirectory = "/",
        };
        start.Environment.Clear();
        start.Environment["PATH"] = "/usr/bin:/bin";
        start.Environment["HOME"] = In("home");
        start.Environment["DOTNET_ROOT"] = In("no-dotnet-here");
        Process process = Process.Start(start)!;
        _started.Add(process);
        return process;
    }

    /// <summary>A client that shows the token and keeps cookies.</summary>
    private async Task<HttpClient> StartAsync(string home)
    {
        string ready = await RealProgram.ReadyLineOfAsync(Start(home, "--no-browser"));
        var link = new Uri(ready[ready.IndexOf("http", StringComparison.Ordinal)..]);
        var client = new HttpClient { BaseAddress = new Uri(link.GetLeftPart(UriPartial.Authority)) };
        client.DefaultRequestHeaders.Authorization = new("Bearer", link.Query["?token=".Length..]);
        return client;
    }

    private async Task EndAsync()
    {
        foreach (Process process in _started)
        {
            if (!process.HasExited)
            {
                await RealProgram.SignalAsync(process, "-TERM");
                await RealProgram.EndOfAsync(process);
            }

            process.Dispose();
        }
    }
}

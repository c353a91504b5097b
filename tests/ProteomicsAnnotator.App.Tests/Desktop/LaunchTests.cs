using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Runtime.Versioning;
using System.Text;
using ProteomicsAnnotator.App.Tests.Hosting;

namespace ProteomicsAnnotator.App.Tests.Desktop;

[UnsupportedOSPlatform("windows")]
public sealed class LaunchTests : IAsyncDisposable
{
    private readonly RealProgram _program = new();

    public ValueTask DisposeAsync() => _program.DisposeAsync();

    [Fact]
    public async Task Start_WithBadConfiguration_Exits2WithEveryFault()
    {
        string classes = Path.Combine(_program.Folder, "classes.json");
        File.WriteAllBytes(classes, "{\"classes\": 7}"u8);
        _program.Environment["ANNOTATOR_CLASSES_FILE"] = classes;
        _program.Environment["ANNOTATOR_ROLES_FILE"] = "nowhere.json";
        _program.Environment["ANNOTATOR_MAX_BLOCK_MIB"] = "much";
        (int exitCode, string output, string error) = await RealProgram.EndOfAsync(_program.Start("--port", "x"));
        Assert.Equal(2, exitCode);
        Assert.Empty(output);
        string[] expected = [classes, "found 7", "nowhere.json", "ANNOTATOR_MAX_BLOCK_MIB", "much", "--port"];
        Assert.All(expected, part => Assert.Contains(part, error, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("--version", "Proteomics Annotator ")]
    [InlineData("--help", "--no-browser")]
    public async Task Start_AskedForWords_PrintsThemAndEnds(string option, string expected)
    {
        (int exitCode, string output, _) = await RealProgram.EndOfAsync(_program.Start(option));
        Assert.Equal(0, exitCode);
        Assert.Contains(expected, output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_OnATakenPort_Exits2()
    {
        using App.Http.ServerAddress taken = App.Http.ServerAddress.TryBind(0)!;
        taken.Socket.Listen();
        string port = taken.Port.ToString(System.Globalization.CultureInfo.InvariantCulture);
        (int exitCode, _, string error) = await RealProgram.EndOfAsync(_program.Start("--no-browser", "--port", port));
        Assert.Equal(2, exitCode);
        Assert.Contains(port, error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-TERM")]
    [InlineData("-INT")]
    [InlineData("-HUP")]
    public async Task Program_ToldToStop_EndsCleanlyWithTheLabelOnTheShare(string signal)
    {
        Process process = _program.Start("--no-browser");
        string ready = await RealProgram.ReadyLineOfAsync(process);
        Assert.Matches(@"^Proteomics Annotator is ready at http://127\.0\.0\.1:\d+/\?token=secret$", ready);
        using HttpClient client = await SignedInAsync(OriginIn(ready));
        using var body = new StringContent("{\"label\":2}", Encoding.UTF8, "application/json");
        using HttpResponseMessage label = await client.PutAsync("/api/labels/block_0001", body);
        Assert.Equal(HttpStatusCode.OK, label.StatusCode);

        await RealProgram.SignalAsync(process, signal);
        (int exitCode, string output, _) = await RealProgram.EndOfAsync(process);
        Assert.Equal(0, exitCode);
        Assert.Empty(output);
        string file = await File.ReadAllTextAsync(Path.Combine(_program.Folder, "annotations", "users", "dora.json"));
        Assert.Contains("\"label\": 2", file, StringComparison.Ordinal);
        Assert.Empty(_program.Windows);
    }

    [Theory]
    [InlineData("-TERM")]
    [InlineData("-INT")]
    [InlineData("-HUP")]
    public async Task Program_ToldToStopWhileItStarts_ClosesTheWindow(string signal)
    {
        Process process = _program.Start();
        await Eventually.IsTrueAsync(() => _program.Windows.Length == 1);

        await RealProgram.SignalAsync(process, signal);
        (int exitCode, _, _) = await RealProgram.EndOfAsync(process);

        Assert.Equal(0, exitCode);
        await Eventually.IsTrueAsync(() => _program.IsWindowTerminated);
    }

    [Fact]
    public async Task Window_Opened_GetsACodeAndItsEndEndsTheProgram()
    {
        Process process = _program.Start();
        string origin = OriginIn(await RealProgram.ReadyLineOfAsync(process));
        await Eventually.IsTrueAsync(() => _program.Windows.Length == 1);
        string window = _program.Windows[0];
        Assert.Contains($"--app={origin}/?code=", window, StringComparison.Ordinal);
        Assert.Contains("--enable-unsafe-swiftshader", window, StringComparison.Ordinal);
        Assert.Contains($"--user-data-dir={_program.Folder}", window, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", window, StringComparison.Ordinal);
        Assert.Equal(System.Environment.IsPrivilegedProcess, window.Contains("--no-sandbox", StringComparison.Ordinal));

        _program.CloseWindows();
        (int exitCode, _, _) = await RealProgram.EndOfAsync(process);
        Assert.Equal(0, exitCode);
    }

    [Fact]
    public async Task Browser_NamedByTheVariable_OpensTheWindow()
    {
        _program.Environment["ANNOTATOR_BROWSER"] = Path.Combine(_program.Folder, "bin", "google-chrome");
        _program.Environment["PATH"] = "/usr/bin:/bin";
        Process process = _program.Start();
        await RealProgram.ReadyLineOfAsync(process);
        await Eventually.IsTrueAsync(() => _program.Windows.Length == 1);

        _program.CloseWindows();
        (int exitCode, _, _) = await RealProgram.EndOfAsync(process);
        Assert.Equal(0, exitCode);
    }

    [Fact]
    public async Task Window_OfAProfileThatAZombieHeld_EndsTheProgramWithItsOwnBrowser()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "needs /proc");
        Process first = _program.Start();
        await Eventually.IsTrueAsync(() => _program.Windows.Length == 1);
        string profile = _program.Windows[0].Split(' ').Single(option => option.StartsWith("--user-data-dir=", StringComparison.Ordinal))["--user-data-dir=".Length..];
        _program.CloseWindows();
        Assert.Equal(0, (await RealProgram.EndOfAsync(first)).ExitCode);
        _program.KeepWindows();
        using Process parent = Process.Start(new ProcessStartInfo("sh", ["-c", "sleep 0 & echo $!; exec sleep 600"]) { RedirectStandardOutput = true, UseShellExecute = false })!;
        try
        {
            string zombie = (await parent.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken))!.Trim();
            await Eventually.IsTrueAsync(() => File.ReadAllText($"/proc/{zombie}/stat").Contains(") Z ", StringComparison.Ordinal));
            File.CreateSymbolicLink(Path.Combine(profile, "SingletonLock"), $"{System.Environment.MachineName}-{zombie}");

            Process next = _program.Start();
            await RealProgram.ReadyLineOfAsync(next);
            await Eventually.IsTrueAsync(() => _program.Windows.Length == 2);
            _program.CloseWindows();

            Assert.Equal(0, (await RealProgram.EndOfAsync(next)).ExitCode);
        }
        finally
        {
            parent.Kill();
        }
    }

    /// <summary>The number of the browser that was killed is another program's now: its end is not waited for.</summary>
    [Fact]
    public async Task Window_OfAProfileWhoseLockNamesAnotherProgram_EndsTheProgramWithItsOwnBrowser()
    {
        Process first = _program.Start();
        await Eventually.IsTrueAsync(() => _program.Windows.Length == 1);
        string profile = _program.Windows[0].Split(' ').Single(option => option.StartsWith("--user-data-dir=", StringComparison.Ordinal))["--user-data-dir=".Length..];
        _program.CloseWindows();
        Assert.Equal(0, (await RealProgram.EndOfAsync(first)).ExitCode);
        _program.KeepWindows();
        File.CreateSymbolicLink(Path.Combine(profile, "SingletonLock"), $"{System.Environment.MachineName}-{System.Environment.ProcessId}");

        Process next = _program.Start();
        await RealProgram.ReadyLineOfAsync(next);
        await Eventually.IsTrueAsync(() => _program.Windows.Length == 2);
        _program.CloseWindows();

        Assert.Equal(0, (await RealProgram.EndOfAsync(next)).ExitCode);
    }

    [Fact]
    public async Task SecondStart_ForTheSameRoots_OpensTheRunningProgram()
    {
        Process first = _program.Start();
        string origin = OriginIn(await RealProgram.ReadyLineOfAsync(first));
        await Eventually.IsTrueAsync(() => _program.Windows.Length == 1);
        string folder = Path.Combine(_program.Folder, "state", "proteomics-annotator", "running");
        string file = Assert.Single(Directory.GetFiles(folder));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));

        (int exitCode, string output, string error) = await RealProgram.EndOfAsync(_program.Start());
        Assert.Equal(0, exitCode);
        Assert.Empty(output);
        Assert.Contains("running already", error, StringComparison.Ordinal);
        await Eventually.IsTrueAsync(() => _program.Windows.Length == 2);
        Assert.Contains($"--app={origin}/?code=", _program.Windows[1], StringComparison.Ordinal);
        Assert.False(first.HasExited);

        Process apart = _program.Start("--no-browser");
        Assert.NotEqual(origin, OriginIn(await RealProgram.ReadyLineOfAsync(apart)));
        _program.CloseWindows();
        await RealProgram.EndOfAsync(first);
        Assert.Empty(Directory.GetFiles(folder));
    }

    [Fact]
    public async Task Start_AfterAProgramThatWasKilled_IsAProgramOfItsOwn()
    {
        Process killed = _program.Start();
        await RealProgram.ReadyLineOfAsync(killed);
        await Eventually.IsTrueAsync(() => _program.Windows.Length == 1);
        killed.Kill();
        await killed.WaitForExitAsync();

        Process next = _program.Start();
        Assert.StartsWith("Proteomics Annotator is ready", await RealProgram.ReadyLineOfAsync(next), StringComparison.Ordinal);
    }

    private static string OriginIn(string ready) => new Uri(ready[ready.IndexOf("http", StringComparison.Ordinal)..])
        .GetLeftPart(UriPartial.Authority);

    private static async Task<HttpClient> SignedInAsync(string origin)
    {
        var client = new HttpClient { BaseAddress = new Uri(origin) };
        client.DefaultRequestHeaders.Add("Authorization", "Bearer secret");
        using HttpResponseMessage response = await client.PostAsJsonAsync("/api/session", new { username = "dora" });
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return client;
    }
}

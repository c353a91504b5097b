using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Runtime.Versioning;
using System.Text.Json;
using ProteomicsAnnotator.App.Commands;
using ProteomicsAnnotator.App.Tests.Hosting;

namespace ProteomicsAnnotator.App.Tests.Packages;

/// <summary>The package for Windows, on a machine of Wine. What only Windows has is tested of its handler: <see cref="Desktop.StopSignalsTests"/>.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class WindowsPackageTests : IClassFixture<WineDesk>
{
    private readonly WineDesk _desk;

    public WindowsPackageTests(WineDesk desk)
    {
        _desk = desk;
        Assert.SkipWhen(desk.Absence is not null, desk.Absence ?? "");
        desk.Environment.Clear();
        desk.Environment["ANNOTATOR_POLL_SECONDS"] = "1";
    }

    [Fact]
    public async Task Launcher_InAFolderWithApostropheAndBlanks_PassesWordsAndExitCodeOn()
    {
        (int code, string output, _) = await _desk.RunAsync("--version");
        Assert.Equal((ExitCode.Ok, Path.GetFileName(_desk.Package)), (code, $"proteomics-annotator-{output.Trim()["Proteomics Annotator ".Length..]}-win-x64"));

        (code, _, string error) = await _desk.RunAsync("--prot", "8080");
        Assert.Equal(ExitCode.BadConfiguration, code);
        Assert.Contains("--prot", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task LauncherOfACheckout_WithoutTheSdk_SaysSoAndEnds()
    {
        string checkout = Directory.CreateDirectory(_desk.In("O'Brien's checkout")).FullName;
        await File.WriteAllBytesAsync(Path.Combine(checkout, "launch.cmd"), await File.ReadAllBytesAsync(Path.Combine(_desk.Package, "launch.cmd")));

        (int code, _, string error) = await RealProgram.EndOfAsync(_desk.Start(WineDesk.PathOf(Path.Combine(checkout, "launch.cmd"))));

        Assert.Equal(1, code);
        Assert.Contains("The .NET 10 SDK is needed", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_OnALocalFolderAndOnAShare_IsSafe()
    {
        string local = _desk.In("local");
        TestTiff.WriteBlock(Path.Combine(local, "Gewebe_ä", "block_0001"));
        TestTiff.WriteBlock(Path.Combine(_desk.ShareFolder, "check", "Gewebe_ä", "block_0001"));
        Directory.CreateDirectory(_desk.In("labels"));
        Directory.CreateDirectory(Path.Combine(_desk.ShareFolder, "check_labels"));
        (string Data, string Labels)[] places =
        [
            (WineDesk.PathOf(local), WineDesk.PathOf(_desk.In("labels"))),
            ($@"{WineDesk.Share}\check", $@"{WineDesk.Share}\check_labels"),
        ];
        foreach ((string data, string labels) in places)
        {
            _desk.Environment["ANNOTATOR_DATA_ROOT"] = $@"{data}\Gewebe_ä";
            _desk.Environment["ANNOTATOR_ANNOTATIONS_ROOT"] = labels;

            (int code, string output, string error) = await _desk.RunAsync("check", "--json");

            Assert.True(code == ExitCode.Ok, output + error);
            using var answer = JsonDocument.Parse(output);
            Assert.Equal($@"{data}\Gewebe_ä", answer.RootElement.GetProperty("data_root").GetString());
            Assert.All(answer.RootElement.GetProperty("checks").EnumerateArray(), row => Assert.True(row.GetProperty("ok").GetBoolean(), row.ToString()));
        }
    }

    [Fact]
    public async Task Program_OnAShare_KeepsLabelsThroughAKillAndAnOlderCopy()
    {
        string labels = SetFolders("kill", 3);
        (Process first, HttpClient client) = await _desk.OpenAsync("--no-browser");
        using (client)
        {
            await SignInAsync(client);
            Assert.Equal(TestTiff.Voxels.Length, (await VoxelsAsync(client)).Length);
            await LabelAsync(client, "block_0001", 1);
            await WineDesk.KillAsync(first);
        }

        (Process second, client) = await _desk.OpenAsync("--no-browser");
        using (client)
        {
            await SignInAsync(client);
            Assert.Contains("\"block_0001\"", await client.GetStringAsync("/api/labels"), StringComparison.Ordinal);
            await Eventually.IsTrueAsync(() => HasLabel(labels, "block_0001", 1));
            string older = _desk.In("older");
            (int copied, string said) = await BuiltPackages.RunAsync("cp", ["-a", labels, older]);
            Assert.True(copied == 0, said);
            await LabelAsync(client, "block_0002", 2);

            Directory.Move(labels, _desk.In("moved-away"));
            Directory.Move(older, labels);
            await LabelAsync(client, "block_0003", 3);

            await Eventually.IsTrueAsync(() => HasLabel(labels, "block_0002", 2) && HasLabel(labels, "block_0003", 3));
        }

        await WineDesk.KillAsync(second);
    }

    /// <summary>Length and last line of what was read are the same in the copy: there only the file's own id tells.</summary>
    [Fact]
    public async Task Journal_ReplacedByAnotherFileThatGoesOn_IsReadFromItsBeginning()
    {
        string labels = SetFolders("replaced", 3);
        string journal = Path.Combine(labels, "history", "users", "alice", "20240102T080000Z-ws-7-ba9876543210.jsonl");
        Directory.CreateDirectory(Path.GetDirectoryName(journal)!);
        await WriteAsync(journal, Line(1, "block_0001"), Line(2, "block_0002"));
        (Process program, HttpClient client) = await _desk.OpenAsync("--no-browser");
        using (client)
        {
            await SignInAsync(client);
            Assert.Contains("\"block_0001\"", await client.GetStringAsync("/api/labels"), StringComparison.Ordinal);

            await WriteAsync(journal + ".new", Line(3, "block_0003"), Line(2, "block_0002"), Line(4, "block_0002"));
            File.Move(journal + ".new", journal, overwrite: true);

            await Eventually.IsTrueAsync(async () => (await client.GetStringAsync("/api/labels")).Contains("\"block_0003\"", StringComparison.Ordinal), "block_0003 is there");
        }

        await WineDesk.KillAsync(program);

        static Task WriteAsync(string path, params string[] lines) =>
            File.WriteAllBytesAsync(path, System.Text.Encoding.UTF8.GetBytes("{\"format\":1}\n" + string.Concat(lines)));

        static string Line(int seq, string block) =>
            $$"""{"seq":{{seq}},"clock":{{seq}},"at":"2024-01-02T10:30:00+00:00","block":"{{block}}","label":1,"was":null}""" + "\n";
    }

    [Fact]
    public async Task Program_BesideOtherProgramsOnTheShare_WaitsForOneAndReadsTheOther()
    {
        string labels = SetFolders("beside", 2);
        _desk.Environment["ANNOTATOR_ROLES_FILE"] = "";
        (Process program, HttpClient client) = await _desk.OpenAsync("--no-browser");
        using (client)
        {
            await SignInAsync(client);
            await LabelAsync(client, "block_0001", 1);
            await Eventually.IsTrueAsync(() => HasLabel(labels, "block_0001", 1));
            string file = Path.Combine(labels, "users", "alice.json");
            await HoldAsync(file, '<');
            await LabelAsync(client, "block_0001", 2);
            Assert.Contains("\"label\":2", await client.GetStringAsync("/api/labels"), StringComparison.Ordinal);
            Assert.True(HasLabel(labels, "block_0001", 1), "The file that is open was replaced: nothing was tried here.");
            await ReleaseAsync(file);
            await Eventually.IsTrueAsync(() => HasLabel(labels, "block_0001", 2));

            // The same person on a machine with another system.
            await using var other = new RealProgram();
            other.Environment["ANNOTATOR_DATA_ROOT"] = Path.Combine(_desk.ShareFolder, "beside");
            other.Environment["ANNOTATOR_ANNOTATIONS_ROOT"] = labels;
            string ready = await RealProgram.ReadyLineOfAsync(other.Start("--no-browser"));
            using var there = new HttpClient { BaseAddress = new Uri(new Uri(ready[ready.IndexOf("http", StringComparison.Ordinal)..]).GetLeftPart(UriPartial.Authority)) };
            there.DefaultRequestHeaders.Authorization = new("Bearer", "secret");
            await SignInAsync(there);
            await LabelAsync(there, "block_0002", 3);
            await Eventually.IsTrueAsync(async () => (await client.GetStringAsync("/api/labels")).Contains("\"block_0002\"", StringComparison.Ordinal), "block_0002 is there");
        }

        await WineDesk.KillAsync(program);
        (int code, string output, string error) = await _desk.RunAsync("export", "--csv", WineDesk.PathOf(_desk.In("labels.csv")));
        Assert.True(code == ExitCode.Ok, output + error);
        string table = await File.ReadAllTextAsync(_desk.In("labels.csv"));
        Assert.Contains("block_0001,2,", table, StringComparison.Ordinal);
        Assert.Contains("block_0002,3,", table, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Window_OfAProgramThatWasKilled_IsKnownAndItsCloseEndsTheNextProgram()
    {
        SetFolders("window", 1);
        // A browser that hands the window over to one that runs, and ends at once.
        _desk.Environment["ANNOTATOR_BROWSER"] = @"C:\windows\system32\hostname.exe";
        (Process alone, HttpClient client) = await _desk.OpenAsync();
        client.Dispose();
        await RealProgram.EndOfAsync(alone);
        string profile = Assert.Single(Directory.GetDirectories(LocalFolder(), "*", SearchOption.TopDirectoryOnly));
        string lockFile = Path.Combine(profile, "lockfile");
        await HoldAsync(lockFile, '>');

        (Process next, client) = await _desk.OpenAsync();
        using (client)
        {
            using HttpResponseMessage signIn = await client.PostAsJsonAsync("/api/session", new { username = "alice" });
            Assert.Equal((HttpStatusCode.OK, false), (signIn.StatusCode, next.HasExited));
        }

        await ReleaseAsync(lockFile);
        (int code, _, _) = await RealProgram.EndOfAsync(next);
        Assert.Equal(ExitCode.Ok, code);
    }

    private string LocalFolder() => Path.Combine(
        Assert.Single(Directory.GetDirectories(_desk.In("prefix/drive_c/users"), Environment.UserName)), "AppData/Local/proteomics-annotator/window");

    /// <summary>A campaign on the share. Returns the folder of its labels, for this system.</summary>
    private string SetFolders(string name, int blocks)
    {
        for (int i = 1; i <= blocks; i++)
        {
            TestTiff.WriteBlock(Path.Combine(_desk.ShareFolder, name, $"block_{i:0000}"));
        }

        _desk.Environment["ANNOTATOR_DATA_ROOT"] = $@"{WineDesk.Share}\{name}";
        _desk.Environment["ANNOTATOR_ANNOTATIONS_ROOT"] = $@"{WineDesk.Share}\{name}_labels";
        return Path.Combine(_desk.ShareFolder, name + "_labels");
    }

    /// <summary>Another program has the file open, as its standard input or output, until it is released.</summary>
    private async Task HoldAsync(string file, char direction)
    {
        _desk.Start("cmd", "/c", $"ping -n 600 127.0.0.1 {direction} {WineDesk.PathOf(file)}");
        await Eventually.IsTrueAsync(() => IsOpen(file));
    }

    private async Task ReleaseAsync(string file)
    {
        await RealProgram.EndOfAsync(_desk.Start("taskkill", "/f", "/im", "ping.exe"));
        await Eventually.IsTrueAsync(() => !IsOpen(file));
    }

    /// <summary>Wine's server has all that its programs have open.</summary>
    private static bool IsOpen(string file) => Process.GetProcessesByName("wineserver64").Concat(Process.GetProcessesByName("wineserver"))
        .SelectMany(OpenFilesOf)
        .Any(open => new FileInfo(open).LinkTarget == file);

    /// <summary>None of a server that has ended, or is another account's.</summary>
    private static string[] OpenFilesOf(Process server)
    {
        try
        {
            return Directory.GetFiles($"/proc/{server.Id}/fd");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static async Task SignInAsync(HttpClient client)
    {
        using HttpResponseMessage answer = await client.PostAsJsonAsync("/api/session", new { username = "alice" });
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    private static async Task LabelAsync(HttpClient client, string block, int label)
    {
        using HttpResponseMessage answer = await client.PutAsJsonAsync($"/api/labels/{block}", new { label });
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }

    private static async Task<byte[]> VoxelsAsync(HttpClient client)
    {
        byte[] volume = [];
        for (int i = 0; i < 50; i++)
        {
            volume = await client.GetByteArrayAsync("/api/volumes/0/block_0001");
        }

        return volume;
    }

    /// <summary>As the server's disk has it.</summary>
    private static bool HasLabel(string labels, string block, int label)
    {
        string file = Path.Combine(labels, "users", "alice.json");
        if (!File.Exists(file))
        {
            return false;
        }

        using var json = JsonDocument.Parse(File.ReadAllBytes(file));
        return json.RootElement.GetProperty("annotations").TryGetProperty(block, out JsonElement entry)
            && entry.GetProperty("label").GetInt32() == label;
    }
}

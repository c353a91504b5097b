using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.Versioning;
using ProteomicsAnnotator.App.Tests.Hosting;

namespace ProteomicsAnnotator.App.Tests.Packages;

/// <summary>
/// A Windows machine as Wine has it, with the package on it and a server's share: <c>\\server\share</c>. Its rules for open
/// files, renames and paths are those of Windows; no browser and no console window are there.
/// </summary>
[UnsupportedOSPlatform("windows")]
public sealed class WineDesk : IAsyncLifetime
{
    public const string Share = @"\\server\share";

    private const string Wine = "wine";
    private readonly string _folder = Directory.CreateTempSubdirectory("annotator-wine-").FullName;
    private readonly BuiltPackages _packages;
    private readonly List<Process> _processes = [];

    public WineDesk(BuiltPackages packages) => _packages = packages;

    /// <summary>Why there is none here; null when there is.</summary>
    public string? Absence { get; private set; }

    /// <summary>What the server's share is on its own disk.</summary>
    public string ShareFolder => Path.Combine(_folder, "share");

    /// <summary>Variables beside those that make it a machine of its own.</summary>
    public IDictionary<string, string> Environment { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The unpacked package, for this system.</summary>
    public string Package { get; private set; } = "";

    public string In(string path) => Path.Combine(_folder, path);

    /// <summary>The whole disk of this system is Z: there.</summary>
    public static string PathOf(string path) => "Z:" + path.Replace('/', '\\');

    public async ValueTask InitializeAsync()
    {
        Directory.CreateDirectory(ShareFolder);
        try
        {
            (int code, string said) = await BuiltPackages.RunAsync(Wine, ["--version"]);
            Absence = code == 0 ? null : "Wine does not start here: " + said;
        }
        catch (Win32Exception fault)
        {
            Absence = "Wine is not installed (apt-get install --no-install-recommends wine64 wine): " + fault.Message;
        }

        if (Absence is null)
        {
            Package = await _packages.WindowsAsync();
            await RealProgram.EndOfAsync(Start("wineboot", "--init"));
            string servers = Directory.CreateDirectory(In("prefix/dosdevices/unc/server")).FullName;
            File.CreateSymbolicLink(Path.Combine(servers, "share"), ShareFolder);
        }
    }

    /// <summary>A program there, by its name or path there.</summary>
    public Process Start(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(Wine, [program, .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            WorkingDirectory = _folder,
        };
        start.Environment["WINEPREFIX"] = In("prefix");
        start.Environment["WINEARCH"] = "win64";
        start.Environment["WINEDEBUG"] = "-all";
        start.Environment["WINEDLLOVERRIDES"] = "mshtml=;winemenubuilder.exe=d";
        start.Environment["HOME"] = _folder;
        start.Environment["LC_ALL"] = "C.UTF-8";
        // Wine 8 loses a page of code when a method that the runtime has made is collected; Windows does not need this.
        start.Environment["DOTNET_EnableWriteXorExecute"] = "0";
        start.Environment.Remove("DISPLAY");
        foreach ((string name, string value) in Environment)
        {
            start.Environment[name] = value;
        }

        Process process = Process.Start(start)!;
        process.StandardInput.Close();
        _processes.Add(process);
        return process;
    }

    public Process Launch(params string[] arguments) => Start(PathOf(Path.Combine(Package, "launch.cmd")), arguments);

    public Task<(int ExitCode, string Output, string Error)> RunAsync(params string[] arguments) =>
        RealProgram.EndOfAsync(Launch(arguments));

    /// <summary>The program itself, whose process can be killed, and a client that shows the token and keeps cookies.</summary>
    public async Task<(Process Process, HttpClient Client)> OpenAsync(params string[] arguments)
    {
        Process process = Start(PathOf(Path.Combine(Package, "app", "ProteomicsAnnotator.exe")), arguments);
        string ready = await RealProgram.ReadyLineOfAsync(process);
        var link = new Uri(ready[ready.IndexOf("http", StringComparison.Ordinal)..].Trim());
        var client = new HttpClient { BaseAddress = new Uri(link.GetLeftPart(UriPartial.Authority)) };
        client.DefaultRequestHeaders.Authorization = new("Bearer", link.Query["?token=".Length..]);
        return (process, client);
    }

    public static async Task KillAsync(Process process)
    {
        if (!process.HasExited)
        {
            process.Kill();
            await process.WaitForExitAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (Process process in _processes)
        {
            await KillAsync(process);
            process.Dispose();
        }

        if (Absence is null)
        {
            // The server of this prefix alone.
            var end = new ProcessStartInfo("wineserver", ["-k"]) { UseShellExecute = false };
            end.Environment["WINEPREFIX"] = In("prefix");
            try
            {
                using Process ending = Process.Start(end)!;
                await ending.WaitForExitAsync();
            }
            catch (Win32Exception)
            {
                // Debian keeps it elsewhere; it ends by itself a few seconds after its last program.
            }
        }

        await RemoveAsync();
    }

    /// <summary>Wine's own programs may still write for a moment.</summary>
    private async Task RemoveAsync()
    {
        for (int attempt = 1; Directory.Exists(_folder); attempt++)
        {
            try
            {
                Directory.Delete(_folder, recursive: true);
            }
            catch (IOException) when (attempt < 50)
            {
                await Task.Delay(200);
            }
        }
    }
}

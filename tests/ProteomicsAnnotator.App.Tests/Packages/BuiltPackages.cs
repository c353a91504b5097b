using System.Diagnostics;
using System.Formats.Tar;
using System.IO.Compression;
using ProteomicsAnnotator.App.Tests.Packages;

[assembly: AssemblyFixture(typeof(BuiltPackages))]

namespace ProteomicsAnnotator.App.Tests.Packages;

/// <summary>
/// The packages that package.sh makes of this checkout: built once, by the first test that asks. While a test is written,
/// ANNOTATOR_TEST_PACKAGES names a folder with those that were made before.
/// </summary>
public sealed class BuiltPackages : IDisposable
{
    public const string Linux = "linux-x64";
    public const string Windows = "win-x64";

    private static readonly string Made = Environment.GetEnvironmentVariable("ANNOTATOR_TEST_PACKAGES") ?? "";

    private readonly Lazy<Task> _built;
    private readonly Lazy<Task<string>> _linux;
    private readonly Lazy<Task<string>> _windows;

    public BuiltPackages()
    {
        _built = new Lazy<Task>(() => Made.Length > 0 ? Task.CompletedTask : BuildAsync(Checkout, Output, [Linux, Windows]));
        _linux = new Lazy<Task<string>>(UnpackLinuxAsync);
        _windows = new Lazy<Task<string>>(UnpackWindowsAsync);
    }

    /// <summary>Where the sources are that these tests were built from.</summary>
    public static string Checkout { get; } = FindCheckout();

    public string Folder { get; } = Directory.CreateTempSubdirectory("annotator-packages-").FullName;

    public string Output => Made.Length > 0 ? Made : Path.Combine(Folder, "output");

    public async Task<string> ArchiveAsync(string platform)
    {
        await _built.Value;
        return Assert.Single(Directory.GetFiles(Output, $"*-{platform}.*"));
    }

    /// <summary>The unpacked package: the folder with the launcher.</summary>
    public Task<string> LinuxAsync() => _linux.Value;

    public Task<string> WindowsAsync() => _windows.Value;

    /// <summary>What package.sh in a folder makes, under a lower priority: other tests run beside it.</summary>
    public static async Task BuildAsync(string checkout, string output, string[] platforms, string umask = "022")
    {
        string script = Path.Combine(checkout, "package.sh");
        (int code, string said) = await RunAsync(
            "sh", ["-c", "umask \"$1\"; shift; exec nice -n 5 sh \"$@\"", "sh", umask, script, "--output", output, .. platforms]);
        Assert.True(code == 0, said);
    }

    /// <summary>Exit code, and all that it said.</summary>
    public static async Task<(int Code, string Output)> RunAsync(string program, IReadOnlyList<string> arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            UseShellExecute = false,
        })!;
        process.StandardInput.Close();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output + await errors);
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private async Task<string> UnpackLinuxAsync()
    {
        string folder = Directory.CreateDirectory(Path.Combine(Folder, "linux")).FullName;
        await using var packed = new GZipStream(File.OpenRead(await ArchiveAsync(Linux)), CompressionMode.Decompress);
        await TarFile.ExtractToDirectoryAsync(packed, folder, overwriteFiles: false);
        return Assert.Single(Directory.GetDirectories(folder));
    }

    /// <summary>In a folder whose name every script has to put in quotes.</summary>
    private async Task<string> UnpackWindowsAsync()
    {
        string folder = Directory.CreateDirectory(Path.Combine(Folder, "O'Brien's tools (x86)")).FullName;
        await ZipFile.ExtractToDirectoryAsync(await ArchiveAsync(Windows), folder);
        return Assert.Single(Directory.GetDirectories(folder));
    }

    private static string FindCheckout()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "package.sh")))
        {
            folder = Path.GetDirectoryName(folder);
        }

        return folder ?? throw new InvalidOperationException("package.sh is not above the tests");
    }
}

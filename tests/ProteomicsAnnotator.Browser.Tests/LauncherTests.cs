using System.Diagnostics;
using System.Text;

namespace ProteomicsAnnotator.Browser.Tests;

/// <summary>The real launch.sh over a small tree of its own, whose "dotnet" notes what it is asked for.</summary>
public sealed class LauncherTests : IDisposable
{
    private const string Dotnet =
        """
        #!/bin/sh
        case $1 in
            --list-sdks) echo "10.0.100 [/sdk]" ;;
            restore) ;;
            publish) echo built >>"$NOTES"; while [ "$1" != --output ]; do shift; done; mkdir -p "$2" ;;
            *) echo "ran $1" ;;
        esac
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("annotator-launch-").FullName;

    public LauncherTests()
    {
        foreach (string project in (string[])["src/ProteomicsAnnotator.Core", "src/ProteomicsAnnotator.App", "src/viewer", "bin"])
        {
            Directory.CreateDirectory(In(project));
        }

        foreach (string file in (string[])["Directory.Build.props", "Directory.Packages.props", "global.json", ".editorconfig"])
        {
            Write(In(file), "{}");
        }

        Write(Source, "one");
        File.Copy(Checkout.Launcher, In("launch.sh"));
        Program("dotnet", Dotnet);
        Program("node", "#!/bin/sh");
        Program("npm", "#!/bin/sh");
    }

    private string Source => In("src/ProteomicsAnnotator.App/Program.cs");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Launch_OverSourcesThatChangeAndChangeBack_BuildsEachStateOnce()
    {
        DateTime age = File.GetLastWriteTimeUtc(Source);
        string first = await LaunchAsync();
        Assert.Equal(first, await LaunchAsync());
        Assert.Equal(first, await LaunchAsync());
        Assert.Equal(1, Builds);

        // Neither size nor time of the file tells.
        Write(Source, "two");
        File.SetLastWriteTimeUtc(Source, age);
        Assert.NotEqual(first, await LaunchAsync());
        Assert.Equal(2, Builds);

        Write(Source, "one");
        Assert.Equal(first, await LaunchAsync());
        Assert.Equal(2, Builds);

        File.Delete(Source);
        Assert.NotEqual(first, await LaunchAsync());
        Assert.Equal(3, Builds);
    }

    [Fact]
    public async Task Launch_ThroughALinkFromElsewhere_RunsTheSameProgram()
    {
        string first = await LaunchAsync();
        File.CreateSymbolicLink(In("bin/annotate"), In("launch.sh"));

        Assert.Equal(first, await LaunchAsync("bin/annotate"));
        Assert.Equal(1, Builds);
    }

    private int Builds => File.ReadAllLines(In("notes")).Length;

    private string In(string path) => Path.Join(_folder, path);

    private static void Write(string path, string text) => File.WriteAllBytes(path, Encoding.ASCII.GetBytes(text));

    private void Program(string name, string text)
    {
        Write(In($"bin/{name}"), text);
        using Process allow = Process.Start("chmod", ["+x", In($"bin/{name}")]);
        allow.WaitForExit();
    }

    private async Task<string> LaunchAsync(string script = "launch.sh")
    {
        var start = new ProcessStartInfo("sh", [In(script)]) { RedirectStandardOutput = true, UseShellExecute = false };
        start.Environment["PATH"] = $"{In("bin")}:{Environment.GetEnvironmentVariable("PATH")}";
        start.Environment["NOTES"] = In("notes");
        using Process launched = Process.Start(start)!;
        string line = await launched.StandardOutput.ReadToEndAsync();
        await launched.WaitForExitAsync();
        Assert.Equal(0, launched.ExitCode);
        Assert.StartsWith("ran ", line, StringComparison.Ordinal);
        return line;
    }
}

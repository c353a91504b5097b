using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace ProteomicsAnnotator.App.Tests.Packages;

/// <summary>What lies in the archives, and how: the same for everyone who makes them.</summary>
public sealed partial class ArchiveTests(BuiltPackages packages)
{
    private const int Runs = 0x1ED;
    private const int Lies = 0x1A4;

    [Theory]
    [InlineData(BuiltPackages.Linux, "launch.sh", "app/ProteomicsAnnotator")]
    [InlineData(BuiltPackages.Windows, "launch.cmd", "app/ProteomicsAnnotator.exe")]
    public async Task Archive_OfAPlatform_HoldsTheProgramAndWhatGoesWithIt(string platform, params string[] programs)
    {
        string archive = await packages.ArchiveAsync(platform);
        string[] names = [.. PackageEntry.AllOf(archive).Select(entry => entry.Inside)];

        string[] expected =
        [
            .. programs, "LICENSE", "THIRD-PARTY-NOTICES.txt", "sbom.cdx.json", "annotator.env.example", "README.md", "configs/classes.json",
            "app/wwwroot/viewer/viewer.js", "app/wwwroot/_framework/blazor.web.js",
            "app/wwwroot/_content/Radzen.Blazor/css/standard-dark-base.css",
        ];
        Assert.All(expected, name => Assert.Contains(name, names));
        Assert.DoesNotContain(names, Unused().IsMatch);
        Assert.Single(names, name => name.StartsWith("app/wwwroot/_content/Radzen.Blazor/css/", StringComparison.Ordinal) && !name.EndsWith('/'));
        Assert.InRange(new FileInfo(archive).Length, 1, 71_000_000);
    }

    [Theory]
    [InlineData(BuiltPackages.Linux)]
    [InlineData(BuiltPackages.Windows)]
    public async Task Entries_OfAnArchive_HaveFixedOrderTimesModesAndOwner(string platform)
    {
        IReadOnlyList<PackageEntry> entries = PackageEntry.AllOf(await packages.ArchiveAsync(platform));

        Assert.Equal(entries.Select(entry => entry.Name).Order(StringComparer.Ordinal), entries.Select(entry => entry.Name));
        Assert.Single(entries.Select(entry => entry.Time).Distinct());
        Assert.All(entries, entry => Assert.Equal((entry.Name, 0, IsProgram(entry) ? Runs : Lies), (entry.Name, entry.Owner, entry.Mode)));
    }

    [Fact]
    public async Task Name_OfAnArchive_IsTheVersionThatTheProgramSays()
    {
        string[] lines = (await File.ReadAllTextAsync(Path.Combine(BuiltPackages.Checkout, "Directory.Build.props"))).Split('\n');
        string version = XDocument.Parse(string.Concat(lines)).Descendants("Version").Single().Value;
        string launcher = Path.Combine(await packages.LinuxAsync(), "launch.sh");

        (int code, string said) = await BuiltPackages.RunAsync("sh", [launcher, "--version"]);

        string own = said.Trim()["Proteomics Annotator ".Length..];
        Assert.Equal(0, code);
        Assert.StartsWith(version, own, StringComparison.Ordinal);
        Assert.Equal($"proteomics-annotator-{own}-linux-x64", Path.GetFileName(Path.GetDirectoryName(launcher)));
        Assert.Equal($"proteomics-annotator-{own}-linux-x64.tar.gz", Path.GetFileName(await packages.ArchiveAsync(BuiltPackages.Linux)));
    }

    [Theory]
    [InlineData(BuiltPackages.Linux)]
    [InlineData(BuiltPackages.Windows)]
    public async Task Files_OfAnArchive_NameNoFolderOfWhoMadeIt(string platform)
    {
        byte[][] spellings = [Encoding.UTF8.GetBytes(BuiltPackages.Checkout), Encoding.Unicode.GetBytes(BuiltPackages.Checkout)];

        IEnumerable<string> telling = PackageEntry.AllOf(await packages.ArchiveAsync(platform))
            .Where(entry => spellings.Any(spelling => entry.Bytes.AsSpan().IndexOf(spelling) >= 0))
            .Select(entry => entry.Name);

        Assert.Empty(telling);
    }

    [Fact]
    public async Task LauncherOfWindows_InTheArchive_HasWindowsLineEnds()
    {
        PackageEntry launcher = Assert.Single(PackageEntry.AllOf(await packages.ArchiveAsync(BuiltPackages.Windows)), entry => entry.Inside == "launch.cmd");
        string text = Encoding.ASCII.GetString(launcher.Bytes);

        Assert.Equal(text.Count(c => c == '\n'), text.Split("\r\n").Length - 1);
    }

    [Fact]
    public async Task Sums_BesideTheArchives_AreTheirs()
    {
        string archive = await packages.ArchiveAsync(BuiltPackages.Linux);
        string sum = Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(archive)));

        string[] sums = await File.ReadAllLinesAsync(Path.Combine(packages.Output, "SHA256SUMS"));

        Assert.Equal(2, sums.Length);
        Assert.Contains($"{sum}  {Path.GetFileName(archive)}", sums);
    }

    [Fact]
    public async Task Building_Done_LeavesNoWorkBehind()
    {
        _ = await packages.ArchiveAsync(BuiltPackages.Linux);

        Assert.Empty(Directory.GetDirectories(Path.Combine(BuiltPackages.Checkout, "artifacts"), "package-*"));
    }

    private static bool IsProgram(PackageEntry entry) => entry.IsFolder || entry.Inside is "launch.sh" or "launch.command" or "app/ProteomicsAnnotator";

    [GeneratedRegex(@"^app/(.*\.xml|web\.config|.*createdump.*|.*mscordbi.*|.*mscordaccore.*|(lib)?clrgc(exp)?\..*|[a-z]{2}(-[A-Za-z]+)?/.*|.*/blazor\.server\.js)$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Unused();
}

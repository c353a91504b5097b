using System.Text;
using System.Text.Json;

namespace ProteomicsAnnotator.App.Tests.Packages;

/// <summary>The licence of everything that is shipped goes with it, and the bill of materials names it.</summary>
public sealed class NoticesTests(BuiltPackages packages)
{
    /// <summary>Fewer characters are no licence.</summary>
    private const int LeastText = 500;

    private const string Line = "\n\n====================================================================================================\n\n";

    [Theory]
    [InlineData(BuiltPackages.Linux)]
    [InlineData(BuiltPackages.Windows)]
    public async Task Notices_OfAPackage_HaveTheLicenceOfEveryLibrary(string platform)
    {
        IReadOnlyList<PackageEntry> entries = PackageEntry.AllOf(await packages.ArchiveAsync(platform));
        Dictionary<string, string> sections = TextOf(entries, "THIRD-PARTY-NOTICES.txt").Split(Line)[1..]
            .ToDictionary(section => section.Split('\n')[0], StringComparer.Ordinal);

        Assert.All(LibrariesOf(entries), library =>
        {
            string section = Assert.Contains($"{library.Name} {library.Version}", (IReadOnlyDictionary<string, string>)sections);
            const string Elsewhere = ": the text that stands at ";
            int at = section.IndexOf(Elsewhere, StringComparison.Ordinal);
            string text = at < 0 ? section : section + sections[section[(at + Elsewhere.Length)..].Split('\n')[0]];
            Assert.True(text.Length > LeastText, section);
            Assert.Matches("(?i)permission is hereby granted|redistribution and use|permission to use, copy, modify", text);
        });
    }

    [Theory]
    [InlineData(BuiltPackages.Linux)]
    [InlineData(BuiltPackages.Windows)]
    public async Task Materials_OfAPackage_NameEveryLibraryWithItsDigest(string platform)
    {
        IReadOnlyList<PackageEntry> entries = PackageEntry.AllOf(await packages.ArchiveAsync(platform));
        using var bill = JsonDocument.Parse(TextOf(entries, "sbom.cdx.json"));

        Assert.Equal("CycloneDX", bill.RootElement.GetProperty("bomFormat").GetString());
        Dictionary<string, string?> digests = bill.RootElement.GetProperty("components").EnumerateArray().ToDictionary(
            component => component.GetProperty("purl").GetString()!,
            component => component.GetProperty("hashes")[0].GetProperty("content").GetString(),
            StringComparer.Ordinal);
        Assert.All(LibrariesOf(entries), library =>
            Assert.Matches("^[0-9a-f]{128}$", digests[$"pkg:{library.Kind}/{library.Name}@{library.Version}"]));
    }

    /// <summary>As the program's own list has them; the viewer's bundle holds one more.</summary>
    private static List<(string Kind, string Name, string Version)> LibrariesOf(IReadOnlyList<PackageEntry> entries)
    {
        using var deps = JsonDocument.Parse(TextOf(entries, "app/ProteomicsAnnotator.deps.json"));
        List<(string, string, string)> libraries = [("npm", "gl-matrix", "3.4.4")];
        foreach (JsonProperty library in deps.RootElement.GetProperty("libraries").EnumerateObject())
        {
            if (library.Value.GetProperty("type").GetString() != "project")
            {
                string[] parts = library.Name.Replace("runtimepack.", "", StringComparison.Ordinal).Split('/');
                libraries.Add(("nuget", parts[0], parts[1]));
            }
        }

        Assert.True(libraries.Count > 10, "the list of libraries is too short");
        return libraries;
    }

    private static string TextOf(IReadOnlyList<PackageEntry> entries, string name) =>
        Encoding.UTF8.GetString(Assert.Single(entries, entry => entry.Inside == name).Bytes);
}

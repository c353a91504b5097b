using System.Text.Json;

namespace ProteomicsAnnotator.App.Tests.Packages;

/// <summary>What goes into a package, asked of packaging/*.mjs alone: no package is built.</summary>
public sealed class PackContentTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("annotator-pack-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>A note, or a site's own settings, that lies in a checkout is nobody else's.</summary>
    [Theory]
    [InlineData("git init -q && git add configs/roles.json docs/deploy.md docs/gone.md && rm docs/gone.md", "configs/roles.json docs/deploy.md")]
    [InlineData("rm docs/gone.md", "configs/roles.json docs/deploy.md docs/images/draft.png docs/note.md")]
    [InlineData("git init -q .. && rm docs/gone.md", "configs/roles.json docs/deploy.md docs/images/draft.png docs/note.md")]
    public async Task FilesOfACheckout_AreThoseOfItsCommit_AndAllOfAnExport(string arrange, string expected)
    {
        string checkout = Path.Combine(_folder, "checkout");
        foreach (string name in (string[])["configs/roles.json", "docs/deploy.md", "docs/gone.md", "docs/note.md", "docs/images/draft.png"])
        {
            string path = Path.Combine(checkout, name);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await File.WriteAllBytesAsync(path, "{}"u8.ToArray());
        }

        (int code, string said) = await BuiltPackages.RunAsync("sh", ["-c", $"cd '{checkout}' && {arrange}"]);
        Assert.True(code == 0, said);

        string found = await NodeAsync("checkout", "console.log(part.filesOfCommit(process.argv[1], ['configs', 'docs']).sort().join(' '))", checkout);

        Assert.Equal(expected, found.Trim());
    }

    /// <summary>CycloneDX takes an id of SPDX as an id, and what joins several as an expression.</summary>
    [Theory]
    [InlineData("\"MIT\"", "license.id", "MIT")]
    [InlineData("\"Apache-2.0\"", "license.id", "Apache-2.0")]
    [InlineData("\"MIT OR Apache-2.0\"", "expression", "MIT OR Apache-2.0")]
    [InlineData("\"(MIT AND OFL-1.1)\"", "expression", "(MIT AND OFL-1.1)")]
    [InlineData("\"GPL-2.0-only WITH Classpath-exception-2.0\"", "expression", "GPL-2.0-only WITH Classpath-exception-2.0")]
    [InlineData("\"SEE LICENSE IN LICENSE.md\"", "license.name", "see THIRD-PARTY-NOTICES.txt: part")]
    [InlineData("null", "license.name", "see THIRD-PARTY-NOTICES.txt: part")]
    public async Task BillOfMaterials_NamesALicenceInTheFormThatItHas(string licence, string place, string expected)
    {
        string bill = await NodeAsync("sbom", $"console.log(part.sbomOf([{{ kind: 'npm', name: 'part', version: '1.0', licence: {licence}, copyright: '', sha512: '' }}], '1.0', 'linux-x64', 0))");

        using var read = JsonDocument.Parse(bill);
        JsonElement found = Assert.Single(read.RootElement.GetProperty("components")[0].GetProperty("licenses").EnumerateArray());
        foreach (string member in place.Split('.'))
        {
            found = Assert.Single(found.EnumerateObject(), property => property.Name == member).Value;
        }

        Assert.Equal(expected, found.GetString());
    }

    private static async Task<string> NodeAsync(string part, string script, params string[] arguments)
    {
        string module = new Uri(Path.Combine(BuiltPackages.Checkout, "packaging", part + ".mjs")).AbsoluteUri;
        (int code, string said) = await BuiltPackages.RunAsync("node", ["--input-type=module", "-e", $"import * as part from '{module}'; {script}", "--", .. arguments]);
        Assert.True(code == 0, said);
        return said;
    }
}

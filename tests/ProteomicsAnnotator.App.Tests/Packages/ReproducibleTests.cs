using System.Security.Cryptography;

namespace ProteomicsAnnotator.App.Tests.Packages;

/// <summary>Builds everything twice: with the long tests only. What makes it so is tested of every package.</summary>
public sealed class ReproducibleTests
{
    [Fact(Explicit = true)]
    public async Task Package_FromTwoFoldersUnderTwoUmasks_IsTheSameBytes()
    {
        string folder = Directory.CreateTempSubdirectory("annotator-twice-").FullName;
        try
        {
            string first = await BuildCopyAsync(Path.Combine(folder, "one"), "077");
            string second = await BuildCopyAsync(Path.Combine(folder, "two", "much deeper"), "002");

            Assert.Equal(await DigestAsync(first), await DigestAsync(second));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>With the commits and the viewer's packages, without anything that was built.</summary>
    private static async Task<string> BuildCopyAsync(string checkout, string umask)
    {
        Directory.CreateDirectory(checkout);
        const string Copy = "cd \"$1\" && tar --exclude=./artifacts --exclude=./src/ProteomicsAnnotator.App/wwwroot/viewer -cf - . | tar -C \"$2\" -xf -";
        (int code, string said) = await BuiltPackages.RunAsync("sh", ["-c", Copy, "sh", BuiltPackages.Checkout, checkout]);
        Assert.True(code == 0, said);
        string output = Path.Combine(checkout, "packages");
        await BuiltPackages.BuildAsync(checkout, output, [BuiltPackages.Linux], umask);
        return Assert.Single(Directory.GetFiles(output, "*.tar.gz"));
    }

    private static async Task<string> DigestAsync(string file) => Convert.ToHexString(SHA256.HashData(await File.ReadAllBytesAsync(file)));
}

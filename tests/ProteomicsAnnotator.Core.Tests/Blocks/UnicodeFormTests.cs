using System.Text.Json;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Tests.Volumes.Tiff;

namespace ProteomicsAnnotator.Core.Tests.Blocks;

/// <summary>Against Python's unicodedata: every character with a decomposition or a class, and random strings of them.</summary>
public sealed class UnicodeFormTests
{
    [Fact]
    public void ToNfc_EveryVector_IsWhatPythonSays()
    {
        using JsonDocument vectors = JsonDocument.Parse(
            File.ReadAllText(Path.Combine(GoldenVectors.Folder("unicode"), "nfc.json")));
        int count = 0;
        foreach (JsonElement pair in vectors.RootElement.GetProperty("nfc").EnumerateArray())
        {
            string text = pair[0].GetString()!;
            Assert.Equal(pair[1].GetString(), UnicodeForm.ToNfc(text));
            Assert.Equal(pair[1].GetString(), UnicodeForm.ToNfc(pair[1].GetString()!));
            count++;
        }

        Assert.True(count > 3000);
    }

    [Theory]
    [InlineData("Pra\u0308parat", "Pr\u00E4parat")]
    [InlineData("tile_3", "tile_3")]
    [InlineData("a\uD800\u0308", "a\uD800\u0308")]
    [InlineData("", "")]
    public void ToNfc_Names(string text, string composed) => Assert.Equal(composed, UnicodeForm.ToNfc(text));
}

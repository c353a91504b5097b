using ProteomicsAnnotator.Core.Releases;

namespace ProteomicsAnnotator.Core.Tests.Releases;

public sealed class ReleaseNameTests
{
    [Theory]
    [InlineData("2026-03")]
    [InlineData("v1.0_final")]
    [InlineData("A")]
    [InlineData("a-")]
    [InlineData("console")]
    [InlineData("0123456789012345678901234567890123456789012345678901234567890123")]
    public void Name_OfTheForm_IsTaken(string name) => Assert.True(ReleaseName.IsValid(name));

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData(".hidden")]
    [InlineData("end.")]
    [InlineData("a/b")]
    [InlineData("a\\b")]
    [InlineData("a b")]
    [InlineData("-v1")]
    [InlineData("größe")]
    [InlineData("con")]
    [InlineData("NUL")]
    [InlineData("aux.csv")]
    [InlineData("Com1.2026")]
    [InlineData("line\nend")]
    [InlineData("01234567890123456789012345678901234567890123456789012345678901234")]
    public void Name_ThatIsNoFolderEverywhere_IsRefused(string? name) => Assert.False(ReleaseName.IsValid(name));
}

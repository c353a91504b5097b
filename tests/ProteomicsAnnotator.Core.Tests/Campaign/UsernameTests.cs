using ProteomicsAnnotator.Core.Campaign;

namespace ProteomicsAnnotator.Core.Tests.Campaign;

public sealed class UsernameTests
{
    [Theory]
    [InlineData("alice_2", null)]
    [InlineData(" Alice ", null)]
    [InlineData("", null)]
    [InlineData("con", null)]
    [InlineData("jörg", "ö")]
    [InlineData("anna maria", " ")]
    [InlineData("a-b.c", "-")]
    [InlineData("x😀", "😀")]
    [InlineData("../x", ".")]
    public void OddCharacterIn_Names_TheFirstThatIsNotAllowed(string text, string? expected) =>
        Assert.Equal(expected, Username.OddCharacterIn(text));
}

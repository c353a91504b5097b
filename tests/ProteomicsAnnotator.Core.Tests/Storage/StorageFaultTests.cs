using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Tests.Storage;

/// <summary>Codes of winerror.h, as Windows gives them for files on a share.</summary>
public sealed class StorageFaultTests
{
    private const int Facility = unchecked((int)0x80070000);

    [Theory]
    [InlineData(51, "the network path was not found")]
    [InlineData(67, "the server has no share of this name")]
    [InlineData(121, "the server does not answer in time")]
    [InlineData(1225, "the server refuses the connection")]
    [InlineData(1326, "the server does not accept the account or its password")]
    [InlineData(362, "the cloud folder (OneDrive or another) does not give the file out: keep it on this device")]
    [InlineData(404, "the cloud folder (OneDrive or another) does not give the file out: keep it on this device")]
    public void Code_OfWindows_IsInWords(int code, string expected) =>
        Assert.Equal(expected, StorageFault.Describe(Windows(code)));

    [Fact]
    public void Code_NobodyKnows_KeepsTheSystemsWords() => Assert.Equal("code 385", StorageFault.Describe(Windows(385)));

    [Theory]
    [InlineData(32, true)]
    [InlineData(1224, true)]
    [InlineData(5, false)]
    public void SharingViolation_IsWhatAnotherProgramCauses(int code, bool expected)
    {
        Assert.Equal(expected, StorageFault.IsSharingViolation(Windows(code)));
        Assert.False(StorageFault.IsSharingViolation(new UnauthorizedAccessException()));
    }

    internal static IOException Windows(int code) => new($"code {code}", Facility | code);
}

using ProteomicsAnnotator.Core.Roots;
using ProteomicsAnnotator.Core.Share;
using ProteomicsAnnotator.Core.Tests.Labels;

namespace ProteomicsAnnotator.Core.Tests.Roots;

/// <summary>Labels among blocks: no such annotations root is made, and one that is in use is named and goes on.</summary>
public sealed class RootOverlapTests : IDisposable
{
    private readonly LabelRig _rig = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _rig.Dispose();

    [Theory]
    [InlineData("/a/blocks", "/a/annotations", false)]
    [InlineData("/a/blocks", "/a/blocks2", false)]
    [InlineData("/a/blocks2", "/a/blocks", false)]
    [InlineData("/a/blocks", "/a/blocks", true)]
    [InlineData("/a/blocks/", "/a/blocks", true)]
    [InlineData("/a/blocks", "/a/blocks/annotations", true)]
    [InlineData("/a/campaign/blocks", "/a/campaign", true)]
    [InlineData("/", "/a", true)]
    public void Describe_FoldersThatLieInEachOther_AreNamed(string data, string annotations, bool isNamed)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The paths are those of other systems.");

        Assert.Equal(isNamed, RootOverlap.Describe(data, annotations) is not null);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task NewRoot_InTheDataRoot_IsNotMade_AlsoNotThroughALink(bool isLink)
    {
        LabelShareSettings settings = _rig.Settings();
        string target = Path.Combine(settings.DataRoot, "annotations");
        Directory.CreateDirectory(target);
        string path = isLink ? Path.Combine(_rig.Folder, "link") : target;
        if (isLink)
        {
            Directory.CreateSymbolicLink(path, target);
        }

        await using LabelShare share = await LabelShare.OpenAsync(settings with { AnnotationsRoot = path }, Ct);

        Assert.False(share.State.IsAvailable);
        Assert.Contains("lies in the data root", share.State.Reason, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(target));
    }

    [Fact]
    public async Task RootInUse_InTheDataRoot_GoesOn_AndSaysSo()
    {
        LabelShareSettings settings = _rig.Settings();
        string path = Path.Combine(settings.DataRoot, "annotations");
        Directory.CreateDirectory(path);
        await File.WriteAllBytesAsync(Path.Combine(path, ".annotator-root"), "0123456789abcdef0123456789abcdef\n"u8.ToArray(), Ct);

        await using LabelShare share = await LabelShare.OpenAsync(settings with { AnnotationsRoot = path }, Ct);

        Assert.True(share.State.IsAvailable);
        Assert.Contains(share.Notices, notice => notice.Contains("lies in the data root", StringComparison.Ordinal));
        Assert.Null(RootOverlap.WhyNotNew(settings.DataRoot, path));
    }
}

using ProteomicsAnnotator.Core.LabelFiles;

namespace ProteomicsAnnotator.Core.Tests.LabelFiles;

public sealed class NestedFoldersTests
{
    [Theory]
    [InlineData("/mnt/data/blocks", "Ours", "")]
    [InlineData("/mnt/data/blocks/tile_3", "Ours", "tile_3")]
    [InlineData("/other/data/blocks", "OursElsewhere", "")]
    [InlineData("/other/data/blocks/tile_3", "OursElsewhere", "tile_3")]
    [InlineData("/other/blocks/tile_3", "OursElsewhere", "tile_3")]
    [InlineData("Z:\\data\\blocks", "OursElsewhere", "")]
    [InlineData("/other/blocks", "Other", "")]
    [InlineData("/other/data/blocks/tile_9", "Other", "")]
    [InlineData("/a/data/blocks/x/data/blocks", "Ambiguous", "")]
    [InlineData("tile_3", "Ours", "tile_3")]
    [InlineData("", "Ours", "")]
    public void Resolve_ByWholePathThenByLastSegments(string folder, string match, string below)
    {
        string[] existing = ["/mnt/data/blocks/tile_3", "/mnt/data/blocks/x/data/blocks"];
        var folders = new NestedFolders("/mnt/data/blocks", path => existing.Contains(path, StringComparer.Ordinal));

        (FolderMatch found, string relative) = folders.Resolve(folder);

        Assert.Equal((match, below), (found.ToString(), relative));
    }
}

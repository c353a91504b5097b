using ProteomicsAnnotator.App.Annotating.Queues;

namespace ProteomicsAnnotator.App.Tests.Annotating;

/// <summary>A head of the list is narrow: what all groups have in common is not what it shows.</summary>
public sealed class GroupNamesTests
{
    [Fact]
    public void Of_NamesThatDifferInTheMiddle_CutsWhatAllBeginAndEndWith_AtAJoint()
    {
        string[] folders = ["HCR_000000-s00-ls1/Tile_X_0010_Y_0003_Z_0000/blocks", "HCR_000000-s00-ls1/Tile_X_0020_Y_0003_Z_0000/blocks", "HCR_000000-s01-ls1/Tile_X_0010_Y_0003_Z_0000/blocks"];
        var names = GroupNames.Of(folders);

        Assert.Equal(["…s00…", "…s00…", "…s01…"], folders.Select(names.ExperimentOf));
        Assert.Equal(["/Tile_X_0010…", "/Tile_X_0020…", "/Tile_X_0010…"], folders.Select(names.BelowExperiment));
    }

    [Fact]
    public void Of_OneExperiment_KeepsItsName()
    {
        string[] folders = ["cortex_left_hemisphere/tile_0", "cortex_left_hemisphere/tile_1"];
        var names = GroupNames.Of(folders);

        Assert.Equal(["cortex_left_hemisphere", "cortex_left_hemisphere"], folders.Select(names.ExperimentOf));
        Assert.Equal(["/tile_0", "/tile_1"], folders.Select(names.BelowExperiment));
    }

    [Fact]
    public void Of_NamesThatFit_AndTheRootItself_AreShownWhole()
    {
        string[] folders = ["", "tile_0", "tile_1"];
        var names = GroupNames.Of(folders);

        Assert.Equal(["this folder itself", "tile_0", "tile_1"], folders.Select(names.ExperimentOf));
        Assert.All(folders, folder => Assert.Equal("", names.BelowExperiment(folder)));
    }

    /// <summary>The rows of a list that is being replaced are of the list before.</summary>
    [Fact]
    public void Name_OfNoneOfThese_IsShownWhole()
    {
        var names = GroupNames.Of(["sample_of_the_left_hemisphere_2", "sample_of_the_left_hemisphere_3"]);

        Assert.Equal("s_1", names.ExperimentOf("s_1"));
    }

    [Fact]
    public void Of_OneNameThatIsTheBeginningOfAnother_LosesNothingOfTheShorter()
    {
        string[] folders = ["sample_of_the_left_hemisphere_2", "sample_of_the_left_hemisphere_2_b"];
        var names = GroupNames.Of(folders);

        Assert.Equal(["…2", "…2_b"], folders.Select(names.ExperimentOf));
    }
}

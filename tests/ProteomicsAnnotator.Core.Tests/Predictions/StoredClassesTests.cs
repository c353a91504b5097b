using System.Text;
using ProteomicsAnnotator.Core.Agreement;
using ProteomicsAnnotator.Core.Agreement.Classes;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Campaign;
using ProteomicsAnnotator.Core.Decisions;
using ProteomicsAnnotator.Core.Predictions;
using ProteomicsAnnotator.Core.Predictions.Figures;
using ProteomicsAnnotator.Core.Tests.Agreement;
using ProteomicsAnnotator.Core.Tests.Decisions;

namespace ProteomicsAnnotator.Core.Tests.Predictions;

/// <summary>Predictions outlive the file of classes that they were stored with. Expected values by hand.</summary>
public sealed class StoredClassesTests
{
    private static readonly DateTimeOffset Stored = new(2026, 12, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly PredictionSet Set = new("id", new ModelName("unet", "3.1"), Stored, "lead", ["A", "B", "C"], 2, 2, new string('0', 64));

    [Fact]
    public void ClassesInAnotherOrder_WithANewOne_AreFoundByName()
    {
        PredictionTable read = Read(["New", "c ", "A", "B"], ClassChanges.None);

        Prediction first = read.Find(BlockId.Parse("block_0001"))!.Value;
        Assert.Equal(4, read.ClassCount);
        Assert.Equal(3, first.Label);
        Assert.Equal([null, 0.125, 0.625, 0.25], new[] { 1, 2, 3, 4 }.Select(first.ProbabilityOf));
        Assert.Equal(2, read.Find(BlockId.Parse("block_0002"))!.Value.Label);
    }

    [Fact]
    public void ClassThatWasRenamedSince_IsTheOneOfTheNewName_AlsoWhereAnotherHasItsOldName()
    {
        ClassChanges changes = Changes((1, "class/1/A", """{"to":["X"]}"""), (2, "class/2/B", """{"to":["A"]}"""), (3, "class/1/X", """{"to":["Y"]}"""));

        Assert.Equal(0.625, Read(["Y", "A", "C"], changes).Find(BlockId.Parse("block_0001"))!.Value.ProbabilityOf(1));
        Assert.Equal(0.25, Read(["C", "Y", "A"], changes).Find(BlockId.Parse("block_0001"))!.Value.ProbabilityOf(3));
        Assert.Equal(0.625, Read(["A", "B", "C"], Changes((-1, "class/1/A", """{"to":["X"]}"""))).Find(BlockId.Parse("block_0001"))!.Value.ProbabilityOf(1));
    }

    [Theory]
    [InlineData("A,B", null, "class C of unet@3.1 is no class here; the classes are A, B")]
    [InlineData("A,B,X", null, "class C of unet@3.1 is no class here; the classes are A, B, X")]
    [InlineData("A,B,C,D", """{"to":["C","D"]}""", "class C of unet@3.1 was split into C and D since")]
    [InlineData("A,B,D", """{"to":["B"]}""", "classes B and C of unet@3.1 are both B here")]
    public void ClassThatIsNoneNow_IsRefusedByName(string names, string? change, string words)
    {
        (StoredClasses? classes, string? fault) = StoredClasses.Of(Set, LabelClasses.FromNames(names.Split(',')), change is null ? ClassChanges.None : Changes((1, "class/3/C", change)));

        Assert.Null(classes);
        Assert.StartsWith(words, fault, StringComparison.Ordinal);
        Assert.Contains("--class \"C\"=NUMBER", fault, StringComparison.Ordinal);
    }

    /// <summary>Mapped to a class that was added after the predictions were stored.</summary>
    [Fact]
    public void Map_ToAClassThatTheModelDoesNotKnow_HasFigures()
    {
        ReviewTable table = Reviews.Table(["ann"], [[1], [3]]).Mapped(ClassMap.Parse("3=4", 4)!);

        var figures = ModelFigures.Of(Set, Read(["A", "B", "C", "D"], ClassChanges.None), table);

        Assert.Equal(1, figures.Kappa.Value!.Value, 12);
        Assert.Equal([1, 4], figures.Confusion.Labels);
    }

    private static PredictionTable Read(string[] names, ClassChanges changes)
    {
        PredictionTable stored = PredictionReader.Read(
            Encoding.UTF8.GetBytes("block,p_1,p_2,p_3\nblock_0001,0.625,0.25,0.125\nblock_0002,0,0.25,0.75\n"), new PredictionRequest(LabelClasses.FromNames(Set.Classes))).Table;
        (StoredClasses? classes, string? fault) = StoredClasses.Of(Set, LabelClasses.FromNames(names), changes);
        Assert.Null(fault);
        return classes!.Apply(stored);
    }

    private static ClassChanges Changes(params (int Hours, string Key, string Value)[] decided) => ClassChangesTests.Of(decided);
}

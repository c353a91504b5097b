using System.Text.Json.Nodes;
using ProteomicsAnnotator.Core.Campaign;
using ProteomicsAnnotator.Core.Decisions;

namespace ProteomicsAnnotator.Core.Tests.Decisions;

/// <summary>Which labels stand under an old name, and until when.</summary>
public sealed class ClassChangesTests
{
    private static readonly DateTimeOffset Start = new(2026, 12, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Label_OfARenamedClass_StandsUnderTheOldName_UntilItIsGivenAgain()
    {
        ClassChanges changes = Of((1, "class/2/Interneuron", """{"to":["Basket cell"]}"""));

        Assert.Equal("Interneuron (now Basket cell)", changes.NameOf(2, Start, LabelClasses.Default));
        Assert.Equal("Class 2", changes.NameOf(2, At(2), LabelClasses.Default));
        Assert.Equal("Class 1", changes.NameOf(1, Start, LabelClasses.Default));
        Assert.Equal(("lead", At(1), false), (changes.All[0].By, changes.All[0].At, changes.All[0].IsSplit));
    }

    [Fact]
    public void ClassThatChangesTwice_HasItsNewestName_AndItsOldOneAgainWhereThatReturns()
    {
        ClassChanges twice = Of((1, "class/2/A", """{"to":["B"]}"""), (3, "class/2/B", """{"to":["C","D"]}"""));
        Assert.Equal("A (now C or D)", twice.Awaited(2, Start)!.Words);
        Assert.Equal("B (now C or D)", twice.Awaited(2, At(2))!.Words);
        Assert.Null(twice.Awaited(2, At(4)));

        ClassChanges back = Of((1, "class/2/A", """{"to":["B"]}"""), (3, "class/2/B", """{"to":["A"]}"""));
        Assert.Null(back.Awaited(2, Start));
        Assert.Equal("B (now A)", back.Awaited(2, At(2))!.Words);
    }

    [Theory]
    [InlineData("class/0/A", """{"to":["B"]}""")]
    [InlineData("class/10/A", """{"to":["B"]}""")]
    [InlineData("class/two/A", """{"to":["B"]}""")]
    [InlineData("class/2/", """{"to":["B"]}""")]
    [InlineData("class/2", """{"to":["B"]}""")]
    [InlineData("class/2/A", """{"to":[]}""")]
    [InlineData("class/2/A", """{"to":["A"]}""")]
    [InlineData("class/2/A", """{"to":["B","b"]}""")]
    [InlineData("class/2/A", """{"to":[" B"]}""")]
    [InlineData("class/2/A", """{"to":[1]}""")]
    [InlineData("class/2/A", """{"to":[null]}""")]
    [InlineData("class/2/A", """{"to":"B"}""")]
    [InlineData("class/2/A", "\"B\"")]
    [InlineData("class/2/A", "null")]
    public void DecisionThatMakesNoSense_CountsAsNone(string key, string value) => Assert.True(Of((1, key, value)).IsNone);

    [Fact]
    public void NamesThatAreKnownToBeTheSameClass_AreNoConflict()
    {
        ClassChanges changes = Of((1, "class/2/Class 2", """{"to":["Basket cell"]}"""));

        Assert.Equal([2], LabelClasses.Default.ConflictsWith(["Class 1", "Basket cell"]));
        Assert.Empty(LabelClasses.Default.ConflictsWith(["Class 1", "Basket cell"], changes.Explains));
        Assert.Equal([2], LabelClasses.Default.ConflictsWith(["Class 1", "Glia"], changes.Explains));
    }

    internal static ClassChanges Of(params (int Hours, string Key, string Value)[] decisions) => CampaignSettings.Of(new DecisionState(
        [],
        decisions.ToDictionary(item => item.Key, item => new DecidedValue(JsonNode.Parse(item.Value), "lead", At(item.Hours))),
        [])).ClassChanges;

    private static DateTimeOffset At(int hours) => Start.AddHours(hours);
}

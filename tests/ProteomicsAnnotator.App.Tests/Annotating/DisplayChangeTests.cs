using System.Text.Json;
using ProteomicsAnnotator.App.Annotating;

namespace ProteomicsAnnotator.App.Tests.Annotating;

public sealed class DisplayChangeTests
{
    [Fact]
    public void Change_OfSettingsThereAre_SetsGivesUpAndLeaves()
    {
        JsonElement display = Parse("""{"viewMode": "slice", "smooth": true, "later": {"a": 1}, "channels": {"488": {"gamma": 1}, "561": {"gamma": 1}, "__proto__": {}}}""");

        JsonElement changed = DisplayChange.Applied(display, Parse("""{"set": {"viewMode": "quad", "useCampaign": null}, "channels": {"488": null, "561": {"gamma": 2}, "640": {"limits": null}}}"""));

        Assert.Equal(
            """{"viewMode":"quad","smooth":true,"later":{"a":1},"channels":{"561":{"gamma":2},"__proto__":{},"640":{"limits":null}},"useCampaign":null}""",
            changed.GetRawText());
    }

    [Fact]
    public void Change_WhereThereIsNothing_IsTheSettings() =>
        Assert.Equal("""{"viewMode":"quad","channels":{}}""", DisplayChange.Applied(null, Parse("""{"set": {"viewMode": "quad"}, "channels": {}}""")).GetRawText());

    [Theory]
    [InlineData("[]")]
    [InlineData("""{"set": {}}""")]
    [InlineData("""{"set": [], "channels": {}}""")]
    public void Change_OfAnotherForm_IsRefused(string json) =>
        Assert.Throws<FormatException>(() => DisplayChange.Applied(null, Parse(json)));

    private static JsonElement Parse(string json) => JsonDocument.Parse(json).RootElement;
}

using Microsoft.Playwright;
using ProteomicsAnnotator.Core.Tests.Points;
using static Microsoft.Playwright.Assertions;

namespace ProteomicsAnnotator.Browser.Tests;

/// <summary>Points of an OME-Zarr from the key to the export.</summary>
public sealed class PointsTests(Chromium chromium)
{
    [Fact]
    public async Task Points_AreLabelledReviewedAndExportedWithTheirPositions()
    {
        using var campaign = new Campaign(0);
        var folder = new PointsFolder(campaign.Data);
        folder.PutSource("id,z,y,x\na,20,25,30\nb,2,3,4\nout,400,0,0\n");
        folder.PutStore("ch_561.zarr", 1);
        folder.PutText("source.json", """{"channels": "ch_{channel}.zarr", "box": [16, 16, 16], "points": {"file": "points.csv"}}""");
        await using RunningProgram program = await RunningProgram.StartAsync(campaign);
        await using Annotator boss = await Annotator.SignInAsync(await chromium.NewPageAsync(1440, 900), program.Link, "boss");

        await boss.CompleteAsync("point_a");
        await boss.LabelAsync("point_a", 2);
        await boss.SelectAsync("point_b");
        await boss.CompleteAsync("point_b");
        await boss.LabelAsync("point_b", 1);
        await Expect(boss.Page.GetByText("Points of a volume")).ToBeVisibleAsync();

        Assert.Equal([("point_a", 2), ("point_b", 1)], campaign.DecisionsOf("boss").Distinct());
        string[] lines = [.. Directory.EnumerateFiles(Path.Join(campaign.Annotations, "history", "users", "boss"), "*.jsonl").SelectMany(File.ReadLines)];
        Assert.Contains(lines, line => line.StartsWith("{\"format\":3,", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains("\"block\":\"point_a\"", StringComparison.Ordinal) && line.Contains("\"voxel\":[20,25,30]", StringComparison.Ordinal)
            && line.Contains("{\"file\":\"ch_561.zarr\",\"version\":\"", StringComparison.Ordinal));
        await Eventually.TrueAsync("the share has both labels", () => campaign.LabelsOf("boss").Count == 2);

        await boss.Page.GetByTestId("tab-admin").ClickAsync();
        await Expect(boss.Row("point_b")).ToBeVisibleAsync();
        string csv = await boss.Page.EvaluateAsync<string>("async () => (await fetch('/api/export/blocks.csv')).text()");
        string[] rows = csv.Split("\r\n");
        Assert.StartsWith("point_a,2,", rows[1], StringComparison.Ordinal);
        Assert.EndsWith(",20,25,30,50,12.5,2.5", rows[1], StringComparison.Ordinal);
        Assert.EndsWith(",2,3,4,14,1.5,-4", rows[2], StringComparison.Ordinal);
    }

    /// <summary>The position is that of an OME-Zarr layer.</summary>
    [Fact]
    public async Task Point_LinkToNeuroglancer_HoldsTheVoxelOfTheBlockOnScreen()
    {
        using var campaign = new Campaign(0);
        var folder = new PointsFolder(campaign.Data);
        folder.PutSource("id,z,y,x\na,20,25,30\nb,2,3,4\n", more: "\"neuroglancer\": {\"layers\": [{\"name\": \"488\", \"type\": \"image\", \"source\": \"zarr://https://data.example/ch_488.zarr\"}]}");
        await using RunningProgram program = await RunningProgram.StartAsync(campaign);
        IPage page = await chromium.NewPageAsync(1440, 900);
        await page.Context.GrantPermissionsAsync(["clipboard-read", "clipboard-write"]);
        await using Annotator boss = await Annotator.SignInAsync(page, program.Link, "boss");
        await boss.CompleteAsync("point_a");

        await Expect(page.GetByTestId("block-place")).ToHaveTextAsync("Point z 20, y 25, x 30 (50, 12.5, 2.5 µm)");
        await page.GetByTestId("copy-neuroglancer").ClickAsync();
        await Expect(page.GetByText("A link that opens point_a in Neuroglancer is copied.")).ToBeVisibleAsync();

        string link = await page.EvaluateAsync<string>("() => navigator.clipboard.readText()");
        Assert.StartsWith("https://neuroglancer-demo.appspot.com/#!", link, StringComparison.Ordinal);
        Assert.Contains("\"position\":[25,25,10]", Uri.UnescapeDataString(link), StringComparison.Ordinal);
    }
}

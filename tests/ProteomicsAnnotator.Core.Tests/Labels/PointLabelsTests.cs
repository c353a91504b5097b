using System.Text.Json;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Journals;
using ProteomicsAnnotator.Core.Journals.Positions;
using ProteomicsAnnotator.Core.Labels;
using ProteomicsAnnotator.Core.Owners;
using ProteomicsAnnotator.Core.Share;

namespace ProteomicsAnnotator.Core.Tests.Labels;

/// <summary>Labels of points stand in journals of format 3, with where the point lay.</summary>
public sealed class PointLabelsTests : IDisposable
{
    private const string Numbered = "block_0001";
    private const string Uuid = "block_7c9e6679-7425-40de-944b-e07fc1f90ae7";
    private const string Point = "point_A-1.x_2";
    private static readonly PointAxis Axis = new(100, 1, 0.5, 10, 8);
    private static readonly BlockPoint Place = new(new PointGrid(Axis, Axis, Axis, PointOrigin.Center, 0), 1, 2.5, 3.25);
    private static readonly SeenFile Seen = new("ch_488.zarr", "310-638397642000000000-00112233445566778899aabbccddeeff");
    private readonly LabelRig _rig = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task Labels_OfPoints_StandInAJournalOfFormat3WithPositionAndIdentity()
    {
        await using (LabelShare share = await _rig.OpenAsync())
        {
            UserLabels labels = await share.OpenUserAsync("alice", Ct);
            await labels.SetAsync(LabelRig.Key(Numbered), 1, [], Ct);
            await labels.SetAsync(LabelRig.Key(Uuid), 2, [], Ct);
            Assert.Equal(LabelPlace.Share, (await labels.SetAsync(LabelRig.Key(Point), 3, default, [Seen], null, Ct, Place)).Place);
            await labels.SetManyAsync([(LabelRig.Key("point_B"), [Seen])], 1, hasEvidence: false, Ct, _ => Place);
        }

        JsonElement[][] journals = [.. Directory.GetFiles(Path.Combine(_rig.Annotations, "history", "users", "alice"))
            .Select(file => File.ReadAllLines(file).Select(line => JsonDocument.Parse(line).RootElement).ToArray())];
        Assert.Equal([1, 2, 3], journals.Select(lines => lines[0].GetProperty("format").GetInt32()).Order());
        JsonElement[] third = [.. journals.Single(lines => lines[0].GetProperty("format").GetInt32() == 3).Where(line => line.TryGetProperty("label", out _))];
        Assert.Equal([Point, "point_B"], third.Select(line => line.GetProperty("block").GetString()));
        Assert.All(third, line => Assert.Equal("""{"voxel":[1,3,3],"um":[10.5,11.25,11.625]}""", line.GetProperty("point").GetRawText()));
        Assert.All(third, line => Assert.Equal(Seen.Version, line.GetProperty("seen")[0].GetProperty("version").GetString()));
        Assert.DoesNotContain(journals.Where(lines => lines[0].GetProperty("format").GetInt32() < 3).SelectMany(lines => lines), line => line.TryGetProperty("point", out _));

        await using LabelShare again = await _rig.OpenAsync();
        UserLabels reopened = await again.OpenUserAsync("alice", Ct);
        Assert.Equal((3, 1), (reopened.Find(LabelRig.Key(Point))?.Label, reopened.Find(LabelRig.Key("point_B"))?.Label));
        Assert.Equal(UndoOutcome.Done, (await reopened.UndoAsync(Ct)).Outcome);
        Assert.Empty(reopened.Notices);
    }

    [Theory]
    [InlineData("""{"seq":1,"clock":1,"at":"2024-01-02T10:30:00+00:00","block":"point_1","label":1,"point":{"voxel":[1,-2,3],"um":null,"more":1}}""", true)]
    [InlineData("""{"seq":1,"clock":1,"at":"2024-01-02T10:30:00+00:00","block":"point_1","label":1,"point":{"voxel":[1,2.5,3]}}""", false)]
    [InlineData("""{"seq":1,"clock":1,"at":"2024-01-02T10:30:00+00:00","block":"point_1","label":1,"point":[1,2,3]}""", false)]
    [InlineData("""{"seq":1,"clock":1,"at":"2024-01-02T10:30:00+00:00","block":"point_1","label":1,"point":{"voxel":["1",2,3]}}""", false)]
    [InlineData("""{"seq":1,"clock":1,"at":"2024-01-02T10:30:00+00:00","block":"point_1","label":1}""", false)]
    public void Position_OfALine_IsReadOrNotThereAndTheLabelCounts(string line, bool isThere)
    {
        LabelEvent item = JournalLine.TryParse(System.Text.Encoding.UTF8.GetBytes(line), "20240102T102900Z-ws-12-0123456789ab")!;

        Assert.Equal(isThere ? new PointPosition(1, -2, 3) : null, item.Position);
        Assert.Equal(1, item.Label);
        string written = System.Text.Encoding.UTF8.GetString(JournalLine.Write("20240102T102900Z-ws-12-0123456789ab", 1, item));
        Assert.Equal(line.Contains("\"point\":", StringComparison.Ordinal), written.Contains("\"point\":", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("point_7", true)]
    [InlineData("tile_3/point_660_80_679", true)]
    [InlineData("point_A-1.b_C", true)]
    [InlineData("point_", false)]
    [InlineData("Point_7", false)]
    [InlineData("point_ä", false)]
    [InlineData("point_a b", false)]
    [InlineData("point_1/x", false)]
    public void Ids_OfPoints_HaveLettersDigitsAndThreeMarks(string text, bool isId)
    {
        Assert.Equal(isId, BlockId.TryParse(text, out BlockId id));
        Assert.Equal(isId, id.HasPoint);
        Assert.False(id.HasUuid);
        Assert.False(BlockId.IsBlockName(text));
    }
}

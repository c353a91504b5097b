using System.Text.Json.Nodes;
using ProteomicsAnnotator.Core.Agreement;
using ProteomicsAnnotator.Core.Agreement.Clustering;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Campaign;
using ProteomicsAnnotator.Core.Snapshots;
using ProteomicsAnnotator.Core.Tests.Reporting;

namespace ProteomicsAnnotator.Core.Tests.Agreement;

/// <summary>Each published table is a folder of blocks of one campaign, and has the coefficients that were printed for it.</summary>
public sealed class GroupFiguresTests
{
    private static readonly JsonNode[] Cases = [.. Vectors.Json("agreement_published.json")["cases"]!.AsArray().OfType<JsonNode>()];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public void Groups_OfOneTable_HaveThePrintedCoefficients()
    {
        ReviewTable table = Published();

        IReadOnlyList<GroupFigures> groups = GroupFigures.AllOf(table, BlockClusters.ByFolder(table.Blocks, 1), Ct);

        Assert.Equal(Cases.Select(item => (string)item["id"]!).Order(StringComparer.Ordinal), groups.Select(group => group.Name));
        int checks = 0;
        foreach (GroupFigures group in groups)
        {
            JsonNode item = Cases.Single(item => (string)item["id"]! == group.Name);
            int?[][] labels = LabelsOf(item);
            Assert.Equal(
                (labels.Length, labels.Sum(block => block.Count(label => label is not null)), labels.Count(block => block.Any(label => label is not null)), labels.Count(block => block.Count(label => label is not null) > 1), labels.Count(block => block.OfType<int>().Distinct().Count() > 1)),
                (group.Blocks.Count, group.Votes, group.Labelled, group.Comparable, group.Disagreements));
            checks += Check(item["expect"]!["alpha"], group.Coefficients.KrippendorffAlpha) + Check(item["expect"]!["ac1"], group.Coefficients.GwetAc1);
        }

        Assert.True(checks > 3, $"{checks} printed coefficients");
    }

    [Fact]
    public void Report_HasAGroupForEachCluster_WithItsBlocks()
    {
        ReviewTable table = Published();
        var classes = LabelClasses.FromNames([.. table.Labels.Select(label => $"c{label}")]);
        var report = ReadReport.Of(ReadReport.InputOf(table, classes) with { Agreement = AgreementReport.Of(table, BlockClusters.ByFolder(table.Blocks, 1), Ct) });

        _ = report.CheckSources();
        Assert.Equal(Cases.Length, report.Table("groups.csv").Count);
        JsonNode first = Cases.First(item => item["expect"]!["alpha"] is { } alpha && alpha.GetValueKind() == System.Text.Json.JsonValueKind.Number);
        string[] row = report.Row("Counts and agreement by group", (string)first["id"]!);
        Assert.Equal(LabelsOf(first).Length, ReadReport.Number(row[1]));
        Assert.InRange(ReadReport.Number(row[6]), (double)first["expect"]!["alpha"]! - 1.01e-3, (double)first["expect"]!["alpha"]! + 1.01e-3);
    }

    /// <summary>By hand: two of three blocks of tile a are resolved to 1, one by a final label.</summary>
    [Fact]
    public void Classes_AreOfResolvedLabels_AndBlocksInNoFolderAreAGroup()
    {
        BlockId[] ids = [.. new[] { "a/block_0001", "a/block_0002", "a/block_0003", "block_0004" }.Select(BlockId.Parse)];
        var votes = new Dictionary<BlockId, Vote> { [ids[0]] = new(1, Reviews.Noon), [ids[1]] = new(2, Reviews.Noon), [ids[3]] = new(2, Reviews.Noon) };
        var table = ReviewTable.Of(new ReviewInput(ids, [new AnnotatorVotes("ann", votes)], new Dictionary<BlockId, FinalLabel> { [ids[1]] = new(1, "lead", Reviews.Noon) }));

        IReadOnlyList<GroupFigures> groups = GroupFigures.AllOf(table, BlockClusters.ByFolder(ids, 0), Ct);

        Assert.Equal([("(no folder)", 1), ("a", 3)], groups.Select(group => (group.Shown, group.Blocks.Count)));
        Assert.Equal([(1, 2), (2, 0)], groups[1].Classes.Select(item => (item.Label, item.Blocks)));
        Assert.Null(groups[1].Coefficients.KrippendorffAlpha.Value);
        Assert.Equal(0, groups[1].Coefficients.KrippendorffAlpha.N);
    }

    private static int Check(JsonNode? printed, Coefficient found)
    {
        if (printed is null)
        {
            return 0;
        }

        Assert.True(printed.GetValueKind() == System.Text.Json.JsonValueKind.String ? found.Value is null : Math.Abs(found.Value!.Value - (double)printed) < 1.01e-3, $"{printed}: {found}");
        return 1;
    }

    private static int?[][] LabelsOf(JsonNode item) =>
        [.. Vectors.Items([.. item["raters"]!.AsArray().Select(rater => string.Join(' ', rater!.GetValue<string>().Split(' ').Select(label => char.IsAsciiLetterLower(label[0]) ? $"{label[0] - 'a' + 1}" : label)))]).Select(block => block.ToArray())];

    private static ReviewTable Published()
    {
        var votes = new Dictionary<string, Dictionary<BlockId, Vote>>(StringComparer.Ordinal);
        List<BlockId> blocks = [];
        foreach (JsonNode item in Cases)
        {
            foreach ((int i, int?[] labels) in LabelsOf(item).Index())
            {
                var block = BlockId.Parse($"{item["id"]}/block_{i + 1:0000}");
                blocks.Add(block);
                foreach ((int rater, int? label) in labels.Index())
                {
                    if (label is { } given)
                    {
                        if (!votes.TryGetValue($"user_{rater:00}", out Dictionary<BlockId, Vote>? own))
                        {
                            votes.Add($"user_{rater:00}", own = []);
                        }

                        own.Add(block, new Vote(given, Reviews.Noon));
                    }
                }
            }
        }

        return ReviewTable.Of(new ReviewInput([.. blocks.Order()], [.. votes.OrderBy(user => user.Key, StringComparer.Ordinal).Select(user => new AnnotatorVotes(user.Key, user.Value))], new Dictionary<BlockId, FinalLabel>()));
    }
}

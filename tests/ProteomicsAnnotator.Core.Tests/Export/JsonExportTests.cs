using System.Text.Json.Nodes;
using ProteomicsAnnotator.Core.Agreement;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Export;
using ProteomicsAnnotator.Core.Tests.Agreement;

namespace ProteomicsAnnotator.Core.Tests.Export;

public class JsonExportTests
{
    private static AgreementReport Report(ReviewTable table) => AgreementReport.Of(table, ct: TestContext.Current.CancellationToken);

    [Fact]
    public void Statistics_ProjectSmall_AreUnroundedWithNulls()
    {
        JsonObject json = JsonNode.Parse(StatisticsJson.Serialize(Reviews.ProjectSmall(), Report(Reviews.ProjectSmall())))!.AsObject();

        Assert.Equal(
            [
                "total_blocks", "annotated_blocks", "disagreements", "consensus_rate", "annotators", "tie_rule",
                "blocks_with_two_or_more_votes", "consensus_rate_two_or_more_votes", "percent_agreement",
                "fleiss_kappa", "krippendorff_alpha", "gwet_ac1", "class_agreement", "cohen_kappa",
                "adjudicators", "repeats", "random_share", "plans_not_read", "vanished_labels", "not_blind_votes", "not_blind", "excluded",
            ],
            json.Select(property => property.Key));
        Assert.Equal(4 / 9.0, json["consensus_rate"]!.GetValue<double>());
        Assert.Equal(0.3654114365411435, json["krippendorff_alpha"]!["value"]!.GetValue<double>(), 1e-15);
        Assert.Equal(8, json["krippendorff_alpha"]!["n"]!.GetValue<int>());
        Assert.True(json["krippendorff_alpha"]!["low"]!.GetValue<double>() < json["krippendorff_alpha"]!["high"]!.GetValue<double>());
        // By hand: four blocks with four votes, P = 17/24, P_e = 47/128.
        Assert.Equal((17 / 24.0 - 47 / 128.0) / (1 - 47 / 128.0), json["fleiss_kappa"]!["value"]!.GetValue<double>(), 1e-12);
        Assert.Equal((4, 4), (json["fleiss_kappa"]!["n"]!.GetValue<int>(), json["fleiss_kappa"]!["votes_per_block"]!.GetValue<int>()));
        Assert.Equal((8, 3 / 8.0), (json["blocks_with_two_or_more_votes"]!.GetValue<int>(), json["consensus_rate_two_or_more_votes"]!.GetValue<double>()));
        Assert.True(json["cohen_kappa"]![0]!["low"]!.GetValue<double>() < json["cohen_kappa"]![0]!["value"]!.GetValue<double>());
        Assert.Equal(6, json["cohen_kappa"]!.AsArray().Count);
        Assert.Equal("alice", json["cohen_kappa"]![0]!["a"]!.GetValue<string>());
    }

    [Fact]
    public void Statistics_NothingLabelled_AreNull()
    {
        JsonObject json = JsonNode.Parse(StatisticsJson.Serialize(Reviews.Table(["a"], [[null]]), Report(Reviews.Table(["a"], [[null]]))))!.AsObject();

        Assert.Null(json["consensus_rate"]);
        Assert.Null(json["percent_agreement"]!["value"]);
        Assert.Empty(json["cohen_kappa"]!.AsArray());
    }

    [Fact]
    public void Serialize_SameTable_GivesTheSameBytes()
    {
        ReviewTable table = Reviews.ProjectSmall();

        Assert.Equal(
            JsonExport.Serialize(table, Report(table), Contexts.Small),
            JsonExport.Serialize(table, Report(table), Contexts.Small));
    }

    private static string Text(JsonNode node) => node.ToJsonString(
        new System.Text.Json.JsonSerializerOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    [Fact]
    public void Serialize_FinalLabelsAndVanishedOnes_SayWhoAndWhen()
    {
        ReviewInput input = Reviews.Input(["alice"], [[1], [2], [3]]) with
        {
            Blocks = Reviews.Ids(2),
            FinalLabels = new Dictionary<BlockId, FinalLabel>
            {
                [Reviews.Id(1)] = new(2, "ann", Reviews.Noon.AddSeconds(-1)),
                [Reviews.Id(2)] = new(2, "ann", Reviews.Noon.AddHours(1)),
                [Reviews.Id(3)] = new(1, "ann", Reviews.Noon),
            },
        };
        var table = ReviewTable.Of(input);

        JsonObject json = JsonNode.Parse(JsonExport.Serialize(table, Report(table), Contexts.Small))!.AsObject();

        Assert.Equal(
            """{"label":2,"set_by":"ann","set_at":"2024-01-02T11:59:59+00:00","reason":null,"new_votes":true}""", Text(json["blocks"]![0]!["final_label"]!));
        Assert.False(json["blocks"]![1]!["final_label"]!["new_votes"]!.GetValue<bool>());
        Assert.Equal(
            """[{"block":"block_0003","username":"alice","label":3,"at":"2024-01-02T12:02:00+00:00"},{"block":"block_0003","username":null,"label":1,"at":"2024-01-02T12:00:00+00:00"}]""",
            Text(json["vanished"]!));
        Assert.Equal(2, json["statistics"]!["vanished_labels"]!.GetValue<int>());
    }

    [Fact]
    public void Serialize_Everything_IsThere()
    {
        ReviewTable table = Reviews.ProjectSmall();

        JsonObject json = JsonNode.Parse(JsonExport.Serialize(table, Report(table), Contexts.Small))!.AsObject();

        Assert.Equal("2024-01-02T17:00:00+00:00", json["exported_at"]!.GetValue<string>());
        Assert.Equal(10, json["blocks"]!.AsArray().Count);
        Assert.Equal(2, json["blocks"]![1]!["votes"]!["bob"]!["label"]!.GetValue<int>());
        Assert.Equal("tie", json["blocks"]![3]!["resolved_by"]!.GetValue<string>());
        Assert.Null(json["blocks"]![3]!["final_label"]);
        Assert.Equal(4, json["annotators"]!.AsArray().Count);
        Assert.Equal(["j:1", "j:2"], json["history"]!.AsArray().Select(row => row!["event_id"]!.GetValue<string>()));
        Assert.Equal(["ws-1", ""], json["history"]!.AsArray().Select(row => row!["host"]!.GetValue<string>()));
        Assert.Equal([false, true], json["history"]!.AsArray().Select(row => row!["imported"]!.GetValue<bool>()));
        Assert.Equal(["j:0", null], json["history"]!.AsArray().Select(row => row!["undoes"]?.GetValue<string>()));
    }
}

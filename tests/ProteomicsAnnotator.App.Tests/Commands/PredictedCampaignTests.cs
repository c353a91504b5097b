using System.Diagnostics;
using System.Globalization;
using System.Runtime.Versioning;
using System.Text.Json.Nodes;
using ProteomicsAnnotator.App.Commands;
using ProteomicsAnnotator.App.Tests.Hosting;

namespace ProteomicsAnnotator.App.Tests.Commands;

/// <summary>
/// A campaign of 10,000 blocks and six people through files and commands, against <c>tests/simulated_campaign.py</c>, which makes it and
/// shares no code with the program.
/// </summary>
[UnsupportedOSPlatform("windows")]
public sealed class PredictedCampaignTests : IAsyncDisposable
{
    private const int Blocks = 10_000;
    private readonly RealProgram _program = new();

    public ValueTask DisposeAsync() => _program.DisposeAsync();

    [Fact]
    public async Task Figures_OfACampaign_AreThoseOfAnIndependentProgram_AndTheDriftIsFound()
    {
        await MakeAsync();
        JsonNode expected = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(_program.Folder, "expected.json"), TestContext.Current.CancellationToken))!;
        (int code, string output, string error) = await RunAsync("predictions", "scores.csv", "--model", "sim", "--model-version", "1", "--score-of", "1");
        Assert.Equal((ExitCode.Ok, ""), (code, error));
        Assert.Contains("10,000 blocks with predictions", output, StringComparison.Ordinal);

        (code, string json, error) = await RunAsync("stats", "--json", "--model", "sim", "--final-only", "--progress");
        Assert.Equal((ExitCode.Ok, ""), (code, error));
        JsonNode found = JsonNode.Parse(json)!;
        Assert.Equal((double)expected["alpha"]!, (double)found["krippendorff_alpha"]!["value"]!, 9);
        Assert.Equal((double)expected["ac1"]!, (double)found["gwet_ac1"]!["value"]!, 9);
        Assert.Equal(expected["kappas"]!.AsObject().Count, found["cohen_kappa"]!.AsArray().Count);
        Assert.All(found["cohen_kappa"]!.AsArray(), pair => Assert.Equal((double)expected["kappas"]![$"{pair!["a"]},{pair["b"]}"]!, (double)pair["value"]!, 9));
        Assert.All(found["class_agreement"]!.AsArray(), item =>
        {
            JsonNode right = expected["classes"]![((int)item!["label"]!).ToString(CultureInfo.InvariantCulture)]!;
            Assert.Equal((double)right[0]!, (double)item["specific_agreement"]!["value"]!, 9);
            Assert.Equal((double)right[1]!, (double)item["alpha_against_the_rest"]!["value"]!, 9);
        });
        AssertCurve(expected["model"]!, found["model"]!["curves"]!.AsArray().Single()!);

        (code, string text, _) = await RunAsync("stats", "--progress");
        Assert.Equal(ExitCode.Ok, code);
        string[] changed = [.. text.Split('\n').Where(line => line.Contains("changed after own label", StringComparison.Ordinal))];
        string line = Assert.Single(changed);
        Assert.StartsWith((string)expected["changed"]!, line, StringComparison.Ordinal);
        JsonNode person = found["campaign_progress"]!["people"]!.AsArray().Single(item => (bool)item!["found"]!)!;
        Assert.Equal((string)expected["changed"]!, (string)person["username"]!);
        Assert.Equal((int)expected["labels"]!, found["campaign_progress"]!["days"]!.AsArray().Sum(day => (int)day!["labels"]!));
        int after = int.Parse(line.Split("own label ")[1].Split(',')[0], CultureInfo.InvariantCulture);
        Assert.InRange(after, (int)expected["after"]! - 40, (int)expected["after"]! + 40);
    }

    /// <summary>The probability is that of the class: precision is (1 + t) / 2 and recall 1 - t^2, and the curve computed from the files is nearer than that.</summary>
    private static void AssertCurve(JsonNode expected, JsonNode found)
    {
        Assert.Equal(((int)expected["n"]!, 1), ((int)found["n"]!, (int)found["label"]!));
        Assert.Equal((double)expected["brier"]!, (double)found["brier"]!, 9);
        Assert.InRange((double)found["calibration_error"]!, 0, 0.05);
        for (int step = 0; step <= 100; step++)
        {
            JsonNode point = found["thresholds"]![step]!;
            JsonNode right = expected["curve"]![step]!;
            Assert.Equal(Rounded(right[0]), Rounded(point["precision"]));
            Assert.Equal((double)right[1]!, (double)point["recall"]!, 9);
        }

        double threshold = 0.5;
        Assert.Equal((1 + threshold) / 2, (double)found["thresholds"]![50]!["precision"]!, 0.05);
        Assert.Equal(1 - (threshold * threshold), (double)found["thresholds"]![50]!["recall"]!, 0.05);
    }

    private static double? Rounded(JsonNode? number) => number is null ? null : Math.Round((double)number, 9);

    private Task<(int Code, string Output, string Error)> RunAsync(params string[] arguments) => RealProgram.EndOfAsync(_program.Start(arguments));

    private async Task MakeAsync()
    {
        string home = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(home, "ProteomicsAnnotator.slnx")))
        {
            home = Path.GetDirectoryName(home)!;
        }

        Directory.CreateDirectory(Path.Combine(_program.Folder, "annotations"));
        using Process python = Process.Start(new ProcessStartInfo("python3", [Path.Combine(home, "tests", "simulated_campaign.py"), _program.Folder, Blocks.ToString(CultureInfo.InvariantCulture)])
        {
            UseShellExecute = false,
            RedirectStandardError = true,
        })!;
        Assert.Equal("", await python.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken));
        await python.WaitForExitAsync(TestContext.Current.CancellationToken);
    }
}

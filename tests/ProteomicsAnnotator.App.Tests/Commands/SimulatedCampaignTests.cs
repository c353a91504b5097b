using System.Globalization;
using System.Runtime.Versioning;
using System.Text.Json.Nodes;
using ProteomicsAnnotator.App.Tests.Hosting;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Campaign;
using ProteomicsAnnotator.Core.Labels;
using ProteomicsAnnotator.Core.Owners;
using ProteomicsAnnotator.Core.Roots;
using ProteomicsAnnotator.Core.Share;
using ProteomicsAnnotator.Core.Tests.Labels;

namespace ProteomicsAnnotator.App.Tests.Commands;

/// <summary>
/// A campaign from the first plan to the release through files and commands, with people whose error rates are known. What the
/// program says of it is computed here once more, from what each person said.
/// </summary>
[UnsupportedOSPlatform("windows")]
public sealed class SimulatedCampaignTests : IAsyncLifetime
{
    private const int Classes = 3;
    private readonly Random _random = new(17);
    private readonly Dictionary<(string User, string Block), int> _said = [];
    private readonly Dictionary<string, List<(string Block, int First, int Second)>> _again = new(StringComparer.Ordinal);
    private readonly string[] _blocks;
    private readonly string[] _people;
    private readonly Dictionary<string, int> _truth;
    private readonly CampaignRig _rig;

    public SimulatedCampaignTests()
    {
        _blocks = [.. Enumerable.Range(0, TestScale.Of(240, 240, 10_000)).Select(i => $"tile_{i / 60:000}/block_{i:0000}")];
        _people = [.. Enumerable.Range(0, TestScale.Of(6, 6, 12)).Select(i => $"user_{i:00}")];
        _truth = _blocks.ToDictionary(block => block, _ => _random.Next(10) switch { < 5 => 1, < 8 => 2, _ => 3 }, StringComparer.Ordinal);
        _rig = new CampaignRig(_blocks);
    }

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _rig.DisposeAsync();

    [Fact]
    public async Task Campaign_FromPlanToRelease_HasTheFiguresOfWhatWasSaid()
    {
        string[] known = [.. _blocks.Where((_, i) => i % 5 == 0)];
        await File.WriteAllLinesAsync(_rig.In("known.csv"), known.Select(block => $"{block},{_truth[block]}"), TestContext.Current.CancellationToken);
        await _rig.RunAsync("gold", "--import", _rig.In("known.csv"), "--as", "lead");

        await _rig.PlanAsync("--annotators", string.Join(',', _people), "--votes", "2", "--seed", "5", "--gold", "8%", "--repeats", "5%");
        await WorkAsync();
        string stopped = await _rig.PlanAsync("--votes", "4", "--stop-at", "95%");
        await WorkAsync();

        int ordinary = _rig.Design("blocks").Length - _rig.Design("gold").Length - _rig.Design("decoys").Length;
        HashSet<string> common = [.. _rig.Design("gold"), .. _rig.Design("decoys")];
        int given = _said.Keys.Count(said => !common.Contains(said.Block));

        // In the short run which blocks are gold, and with them what is left, is chance.
        Assert.True(given * 100 <= TestScale.Of(85, 85, 75) * 4 * ordinary, $"{given} votes on {ordinary} blocks\n{stopped}");
        await AssertGoldAsync(known);
        await AssertFiguresAsync();
    }

    private async Task AssertGoldAsync(string[] known)
    {
        string said = await _rig.RunAsync("gold");
        foreach (string user in _people)
        {
            string[] answered = [.. known.Where(block => _said.ContainsKey((user, block)))];
            int right = answered.Count(block => _said[(user, block)] == _truth[block]);
            Assert.Contains($"  {user}: {right} of {answered.Length} right (", said, StringComparison.Ordinal);
        }
    }

    private async Task AssertFiguresAsync()
    {
        int[][] votes = [.. _blocks.Select(block => _people.Select(user => _said.GetValueOrDefault((user, block))).ToArray())];
        JsonNode stats = JsonNode.Parse(await _rig.RunAsync("stats", "--json"))!;
        Assert.Equal(ExpectedFigures.Alpha(votes, Classes), (double)stats["krippendorff_alpha"]!["value"]!, 1e-9);

        await _rig.RunAsync("release", "R1", "--as", "lead");
        await _rig.RunAsync("verify", "R1");
        (double[] shares, int[] labels) = ExpectedFigures.DawidSkene(votes, Classes);
        string[][] classes = Table("figures/classes.csv");
        Assert.Equal(Classes, classes.Length);
        Assert.All(classes.Index(), row => Assert.Equal(shares[row.Index], Number(row.Item[8]), 1e-3));
        Dictionary<string, string> found = Table("blocks.csv").ToDictionary(row => row[0], row => row[7], StringComparer.Ordinal);
        Assert.InRange(_blocks.Index().Count(block => found[block.Item] == $"{labels[block.Index]}") / (double)_blocks.Length, 0.998, 1);
        Assert.InRange(_blocks.Average(block => found[block] == $"{_truth[block]}" ? 1.0 : 0.0), 0.9, 1);

        // How far each person agrees with oneself, by the lines of the history.
        foreach (IGrouping<string, string[]> person in Table("history.csv").Where(row => row[1] == "repeat").GroupBy(row => row[2]))
        {
            Assert.Equal(_again[person.Key].Count, person.Count());
            Assert.Equal(_again[person.Key].Count(again => again.First == again.Second), person.Count(row => row[6] == $"{_said[(person.Key, row[4])]}"));
        }

        Assert.All(_people, user => Assert.NotEmpty(_again[user]));
    }

    private string[][] Table(string file) =>
        [.. File.ReadAllLines(Path.Combine(_rig.Root, "admin", "releases", "R1", file)).Skip(1).Select(line => line.Split(','))];

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    /// <summary>Everybody does what is left of the own queue, on a machine of one's own.</summary>
    private async Task WorkAsync()
    {
        Dictionary<string, string[]> queues = _rig.Queues();
        (string User, List<(string Block, int Label, bool IsRepeat)> Work)[] work = [.. _people.Select(user => (user, DecisionsOf(user, queues[user])))];
        await Task.WhenAll(work.Select(person => Task.Run(() => LabelAsync(person.User, person.Work))));
    }

    private List<(string Block, int Label, bool IsRepeat)> DecisionsOf(string user, string[] queue)
    {
        var decisions = new List<(string, int, bool)>();
        var met = new HashSet<string>(StringComparer.Ordinal);
        foreach (string block in queue)
        {
            bool isRepeat = !met.Add(block);
            if (isRepeat && !AgainOf(user).Exists(again => again.Block == block))
            {
                int label = Say(user, block);
                AgainOf(user).Add((block, _said[(user, block)], label));
                decisions.Add((block, label, true));
            }
            else if (!isRepeat && !_said.ContainsKey((user, block)))
            {
                decisions.Add((block, _said[(user, block)] = Say(user, block), false));
            }
        }

        return decisions;
    }

    private List<(string Block, int First, int Second)> AgainOf(string user) =>
        _again.TryGetValue(user, out List<(string, int, int)>? own) ? own : _again[user] = [];

    /// <summary>Right with a probability of one's own, and else more often one class than the other.</summary>
    private int Say(string user, string block)
    {
        double right = 0.75 + (0.2 * Array.IndexOf(_people, user) / _people.Length);
        return _random.NextDouble() < right ? _truth[block] : 1 + ((_truth[block] + (_random.NextDouble() < 0.7 ? 0 : 1)) % Classes);
    }

    private async Task LabelAsync(string user, List<(string Block, int Label, bool IsRepeat)> decisions)
    {
        var settings = new LabelShareSettings
        {
            AnnotationsRoot = _rig.Root,
            DataRoot = _rig.In("blocks"),
            Classes = LabelClasses.Default,
            StateFolder = _rig.In($"state-{user}"),
            CacheFolder = _rig.In($"cache-{user}"),
            HostName = $"ws-{user}",
            OsAccount = user,
            ProgramVersion = "1",
            Limits = TestProgram.Patient,
        };
        await using LabelShare share = await LabelShare.OpenAsync(settings, CancellationToken.None);
        UserLabels labels = await share.OpenUserAsync(user, CancellationToken.None);
        foreach ((string block, int label, bool isRepeat) in decisions)
        {
            var key = new LabelKey(null, BlockId.Parse(block));
            LabelResult result = await (isRepeat ? labels.RepeatAsync(key, label, CancellationToken.None) : labels.SetAsync(key, label, [], CancellationToken.None));
            Assert.True(result.Accepted);
        }
    }
}

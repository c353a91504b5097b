using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Planning;
using ProteomicsAnnotator.Core.Roots;
using ProteomicsAnnotator.Core.Tests.Labels;

namespace ProteomicsAnnotator.Core.Tests.Planning;

/// <summary>
/// Requests nobody thought of, each with further versions while people work, leave and join: whatever is stored must pass
/// <see cref="PlanChecker"/>, and what cannot be planned must be refused in words.
/// </summary>
public sealed class RandomPlansTests : IDisposable
{
    private readonly LabelRig _rig = new();

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task RandomRequests_AndTheirFurtherVersions_AreRight()
    {
        Share[] shares = [.. Enumerable.Range(0, TestScale.Of(50, 100, 600)).Select(seed => new Share(_rig, seed))];
        for (int version = 0; version < 3; version++)
        {
            var made = new List<string>();
            foreach (Share share in shares)
            {
                if (await share.PlanAsync())
                {
                    made.Add(share.Root);
                }
            }

            Assert.True(made.Count > shares.Length / 2, $"{made.Count} of {shares.Length} could be planned");
            await PlanChecker.AssertRightAsync(made);
            foreach (Share share in shares)
            {
                share.Work();
            }
        }
    }

    /// <summary>A share of its own, whose people, blocks and known answers change from version to version.</summary>
    private sealed class Share
    {
        private readonly LabelShareSettings _settings;
        private readonly Random _random;
        private readonly Dictionary<string, HashSet<string>> _labelled = new(StringComparer.Ordinal);
        private int _blocks;
        private PlanRequest _request;

        public Share(LabelRig rig, int seed)
        {
            _random = new Random(seed);
            _settings = LabelRig.SettingsIn(Path.Combine(rig.Folder, seed.ToString(CultureInfo.InvariantCulture)), "ws-1");
            Put(".annotator-root", $"{seed:x32}\n");
            _blocks = _random.Next(4) == 0 ? _random.Next(1, 30) : _random.Next(30, 400);
            int people = _random.Next(1, 13);
            _request = new PlanRequest
            {
                Votes = _random.Next(1, Math.Min(people, 5) + (_random.Next(8) == 0 ? 3 : 1)),
                Seed = seed,
                Annotators = People(0, people),
                Repeats = Pick(0, 0.05, 0.3),
                Gold = Pick(0, 0, PlanRequest.LeastGold, 0.08, PlanRequest.MostGold),
                OverlapPairs = _random.Next(3) == 0 ? _random.Next(1, 40) : 0,
                Order = _random.Next(4) == 0 ? WalkOrder.Names : WalkOrder.Neighbourhoods,
            };
            if (_random.Next(4) == 0)
            {
                Work();
            }

            Know(_random.Next(2) == 0 ? _blocks / 3 : 2);
        }

        public string Root => _settings.AnnotationsRoot;

        /// <returns>Whether a version was stored.</returns>
        public async Task<bool> PlanAsync()
        {
            var desk = new PlanDesk(new SharedRoot(_settings));
            PlanVersions before = desk.Read();
            BlockId[] blocks = [.. Enumerable.Range(0, _blocks).Select(i => BlockId.Parse(Id(i))).Order()];
            PlanBasis basis = await desk.BasisAsync(blocks, _request, desk.ReadDesign(before), TestContext.Current.CancellationToken);
            PlanResult result = Planner.Make(_request, basis);
            if (result.Fault is { } fault && fault.Contains("cannot be met: ", StringComparison.Ordinal))
            {
                int most = int.Parse(fault.Split("cannot be met: ")[1].Split(' ')[0], CultureInfo.InvariantCulture);
                Assert.InRange(most, 0, _request.OverlapPairs - 1);
                _request = _request with { OverlapPairs = most };
                result = Planner.Make(_request, basis);
                Assert.True(result.Fault is null, $"seed {_request.Seed}: {most} was said to be possible, then: {result.Fault}");
            }

            if (result.Draft is not { } draft)
            {
                Assert.True(
                    (_request.Annotators.Count < _request.Votes && result.Fault!.Contains("different people need at least", StringComparison.Ordinal))
                    || result.Fault!.Contains("No ordinary block is left", StringComparison.Ordinal),
                    result.Fault);
                return false;
            }

            desk.Write(draft, "lead", before);
            return true;
        }

        /// <summary>Everybody goes on in the own queue; then people come and go, and there are other blocks.</summary>
        public void Work()
        {
            foreach (string name in _request.Annotators.Select(annotator => annotator.Username))
            {
                string[] queue = QueueOf(name);
                foreach (string block in queue.Take((int)(queue.Length * Pick(0, 0.1, 0.5, 1))).Concat(queue.Length == 0 || _random.Next(4) == 0 ? [Id(_random.Next(_blocks))] : []))
                {
                    (_labelled.TryGetValue(name, out HashSet<string>? own) ? own : _labelled[name] = new(StringComparer.Ordinal)).Add(block);
                }
            }

            foreach ((string name, HashSet<string> blocks) in _labelled)
            {
                var entries = new JsonObject(blocks.Order(StringComparer.Ordinal).Select(block => KeyValuePair.Create(block, (JsonNode?)new JsonObject { ["label"] = 1, ["annotated_at"] = "2024-01-02T10:30:00+00:00" })));
                Put($"users/{name}.json", new JsonObject { ["username"] = name, ["annotations"] = entries }.ToJsonString());
            }

            int from = _random.Next(3);
            _blocks = Math.Max(1, _blocks + Pick(0, 0, 7, 60, -3));
            _request = _request with
            {
                Annotators = _random.Next(3) == 0 ? _request.Annotators : People(from, Math.Max(_request.Votes, _random.Next(1, 13))),
                Gold = _random.Next(3) == 0 ? Pick(0, PlanRequest.LeastGold, 0.1) : _request.Gold,
            };
        }

        private string[] QueueOf(string name)
        {
            string plans = Path.Combine(Root, "campaign", "plans");
            string? version = Directory.Exists(plans) ? Directory.GetDirectories(plans).MaxBy(folder => (int?)JsonNode.Parse(File.ReadAllText(Path.Combine(folder, "plan.json")))!["version"]) : null;
            string file = Path.Combine(version ?? Root, "queues", name + ".json");
            return File.Exists(file) ? [.. JsonNode.Parse(File.ReadAllText(file))!["blocks"]!.AsArray().Select(block => (string)block!)] : [];
        }

        private void Know(int count)
        {
            var answers = new JsonObject();
            for (int i = 0; i < count; i++)
            {
                answers[$"gold/{Id(_random.Next(_blocks))}"] = 1;
            }

            Put("admin/decisions/20240102T000000Z-ws-1-0123456789ab.json", new JsonObject { ["format"] = 1, ["program"] = "1", ["clock"] = 1, ["at"] = "2024-01-02T10:30:00+00:00", ["by"] = "lead", ["set"] = answers }.ToJsonString());
        }

        private PlannedAnnotator[] People(int from, int count)
        {
            double heavy = Pick(1, 1, 1, 3, PlanRequest.MostWeight);
            return [.. Enumerable.Range(from, count).Select(i => new PlannedAnnotator($"user_{i}", i == from + 1 ? heavy : heavy == 3 ? 0.5 + _random.NextDouble() : 1))];
        }

        private T Pick<T>(params T[] from) => from[_random.Next(from.Length)];

        private static string Id(int block) => $"tile_{block / 60}/block_{block % 60:0000}";

        private void Put(string path, string text)
        {
            string full = Path.Combine(Root, path);
            Directory.CreateDirectory(Path.GetDirectoryName(full)!);
            File.WriteAllBytes(full, Encoding.UTF8.GetBytes(text));
        }
    }
}

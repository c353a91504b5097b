using System.Runtime.Versioning;
using System.Text.Json.Nodes;
using ProteomicsAnnotator.App.Commands;
using ProteomicsAnnotator.App.Tests.Hosting;
using ProteomicsAnnotator.Core.Tests.Labels;
using ProteomicsAnnotator.Core.Tests.Planning;

namespace ProteomicsAnnotator.App.Tests.Commands;

/// <summary>
/// The same requests on two machines: another time zone and language, folders that were made in another order, processes of
/// their own. Both store the same queues, and those pass <see cref="PlanChecker"/>.
/// </summary>
[UnsupportedOSPlatform("windows")]
public sealed class PlanAnywhereTests
{
    private const string Decisions = "admin/decisions/20240102T000000Z-ws-1-0123456789ab.json";

    [Fact]
    public async Task Plan_IsTheSameOnEveryMachine_AndRight()
    {
        for (int seed = 0; seed < TestScale.Of(3, 6, 30); seed++)
        {
            var random = new Random(seed);
            string[] blocks = [.. Enumerable.Range(0, random.Next(30, 200)).Select(i => $"tile_{i / 40}/block_{i:0000}")];
            await using Machine one = new("UTC", "C.UTF-8", blocks);
            await using Machine other = new("Pacific/Chatham", "tr_TR.UTF-8", [.. blocks.Reverse()]);
            string[] known = [.. blocks.Where(_ => random.Next(3) == 0)];
            string people = string.Join(',', Enumerable.Range(0, random.Next(3, 8)).Select(i => i == 1 ? $"user_{i}:{random.Next(1, 5)}" : $"user_{i}"));
            string[] first = ["--annotators", people, "--votes", $"{random.Next(1, 4)}", "--seed", $"{seed}", "--repeats", "10%", "--gold", $"{random.Next(5, 16)}%"];
            string[] then = ["--annotators", people.Replace("user_0", "user_9", StringComparison.Ordinal)];
            foreach (Machine machine in new[] { one, other })
            {
                machine.Put(".annotator-root", $"{seed:x32}\n");
                machine.Put(Decisions, new JsonObject { ["format"] = 1, ["program"] = "1", ["clock"] = 1, ["at"] = "2024-01-02T10:30:00+00:00", ["by"] = "lead", ["set"] = new JsonObject(known.Select(block => KeyValuePair.Create($"gold/{block}", (JsonNode?)1))) }.ToJsonString());
                File.SetUnixFileMode(machine.PathOf("admin"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            }

            await AssertAlikeAsync(one, other, first);
            one.WorkHalf();
            other.WorkHalf();
            await AssertAlikeAsync(one, other, then);
        }
    }

    private static async Task AssertAlikeAsync(Machine one, Machine other, string[] arguments)
    {
        await Task.WhenAll(one.PlanAsync(arguments), other.PlanAsync(arguments));
        Assert.Equal(one.Queues(), other.Queues());
        await PlanChecker.AssertRightAsync([one.Root, other.Root]);
    }

    private sealed class Machine : IAsyncDisposable
    {
        private readonly RealProgram _program = new();

        public Machine(string zone, string language, string[] blocks)
        {
            Directory.Delete(Path.Combine(_program.Folder, "blocks"), recursive: true);
            foreach (string block in blocks)
            {
                string folder = Directory.CreateDirectory(Path.Combine(_program.Folder, "blocks", block)).FullName;
                File.WriteAllBytes(Path.Combine(folder, "ch1.tif"), []);
            }

            (_program.Environment["TZ"], _program.Environment["LC_ALL"], _program.Environment["LANG"]) = (zone, language, language);
        }

        public string Root => Path.Combine(_program.Folder, "annotations");

        public ValueTask DisposeAsync() => _program.DisposeAsync();

        public string PathOf(string path) => Path.Combine(Root, path);

        public void Put(string path, string text)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(PathOf(path))!);
            File.WriteAllBytes(PathOf(path), System.Text.Encoding.UTF8.GetBytes(text));
        }

        /// <summary>Stores a version and leaves what <c>plan --show</c> says of it for the checker.</summary>
        public async Task PlanAsync(string[] arguments)
        {
            (int code, _, string error) = await RealProgram.EndOfAsync(_program.Start(["plan", .. arguments, "--as", "lead"]));
            Assert.True(code == ExitCode.Ok, error);
            Put("shown.json", (await RealProgram.EndOfAsync(_program.Start("plan", "--show", "--json"))).Output);
        }

        /// <summary>The file of each person in the version that counts.</summary>
        public SortedDictionary<string, string> Queues() =>
            new(Directory.GetFiles(Path.Combine(Current(), "queues")).ToDictionary(file => Path.GetFileName(file), File.ReadAllText, StringComparer.Ordinal), StringComparer.Ordinal);

        /// <summary>Everybody labels the first half of the own queue.</summary>
        public void WorkHalf()
        {
            foreach ((string file, string queue) in Queues())
            {
                string[] blocks = [.. JsonNode.Parse(queue)!["blocks"]!.AsArray().Select(block => (string)block!)];
                var labels = new JsonObject(blocks.Take(blocks.Length / 2).Distinct(StringComparer.Ordinal).Select(block => KeyValuePair.Create(block, (JsonNode?)new JsonObject { ["label"] = 1, ["annotated_at"] = "2024-01-02T10:30:00+00:00" })));
                Put($"users/{file}", new JsonObject { ["username"] = Path.GetFileNameWithoutExtension(file), ["annotations"] = labels }.ToJsonString());
            }
        }

        private string Current() => Directory.GetDirectories(PathOf("campaign/plans")).MaxBy(folder => (int?)JsonNode.Parse(File.ReadAllText(Path.Combine(folder, "plan.json")))!["version"])!;
    }
}

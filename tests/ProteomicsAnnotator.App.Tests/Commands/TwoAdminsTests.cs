using System.Diagnostics;
using System.Net.Http.Json;
using System.Runtime.Versioning;
using System.Text.Json;
using System.Text.Json.Nodes;
using ProteomicsAnnotator.App.Commands;
using ProteomicsAnnotator.App.Tests.Hosting;
using ProteomicsAnnotator.Core.Tests.Labels;

namespace ProteomicsAnnotator.App.Tests.Commands;

/// <summary>
/// Two admins on two machines, each with a program that runs and its own state, decide at the same moment on one share.
/// Whoever is the later one, nothing is lost, both programs say the same, and rival plans are told to both.
/// </summary>
[UnsupportedOSPlatform("windows")]
public sealed class TwoAdminsTests : IAsyncLifetime
{
    private static readonly string[] Admins = ["ann", "ben"];
    private static readonly string[] Blocks = [.. Enumerable.Range(0, 40).Select(i => $"tile_{i / 20}/block_{i:0000}")];
    private readonly CampaignRig _rig = new(Blocks);
    private readonly Lock _starting = new();
    private readonly HttpClient[] _machines = new HttpClient[Admins.Length];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        Directory.CreateDirectory(_rig.In("configs"));
        await File.WriteAllBytesAsync(_rig.In("configs/roles.json"), """{"admins":["ann","ben"]}"""u8.ToArray(), Ct);
        for (int i = 0; i < Admins.Length; i++)
        {
            _machines[i] = await CampaignRig.SignInAsync(await RealProgram.ReadyLineOfAsync(StartOn(i, "--no-browser")), Admins[i]);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (HttpClient machine in _machines)
        {
            machine.Dispose();
        }

        await _rig.DisposeAsync();
    }

    [Fact]
    public async Task TwoAdmins_AtTheSameMoment_LoseNothing_AndBothAreTold()
    {
        int rounds = TestScale.Of(3, 5, 20);
        for (int round = 1; round <= rounds; round++)
        {
            await Task.WhenAll(Enumerable.Range(0, Admins.Length).SelectMany(i => Decisions(i, round)));
            await AssertPlansAsync(2 * round);
            await AssertDecisionsAsync(round);
        }
    }

    /// <summary>A plan, settings with one key in common, known answers with one block in common.</summary>
    private Task[] Decisions(int admin, int round) =>
    [
        Task.Run(async () =>
        {
            (int code, _, string error) = await RealProgram.EndOfAsync(StartOn(admin, "plan", "--annotators", "kim,lee", "--votes", "1", "--seed", $"{(10 * round) + admin}", "--as", Admins[admin]));
            Assert.True(code == ExitCode.Ok, error);
        }),
        PutAsync(admin, "/api/settings", admin == 0 ? new { target_votes = 1 + (round % 20), deadline = $"2027-01-{round:00}" } : new { target_votes = 1 + ((round + 7) % 20), time_zone = round % 2 == 0 ? "Europe/Berlin" : "UTC" }),
        PutAsync(admin, $"/api/gold/{Blocks[(2 * (round % 19)) + admin]}", new { label = 1 + (round % 3) }),
        PutAsync(admin, $"/api/gold/{Blocks[39]}", new { label = 1 + ((round + admin) % 3) }),
    ];

    private async Task AssertPlansAsync(int versions)
    {
        var plans = Directory.GetDirectories(Path.Combine(_rig.Root, "campaign", "plans"))
            .Select(folder => (Id: Path.GetFileName(folder), Plan: JsonNode.Parse(File.ReadAllText(Path.Combine(folder, "plan.json")))!))
            .OrderBy(plan => ((long)plan.Plan["clock"]!, DateTimeOffset.Parse((string)plan.Plan["at"]!, System.Globalization.CultureInfo.InvariantCulture)))
            .ThenBy(plan => plan.Id, StringComparer.Ordinal)
            .ToArray();
        Assert.Equal(versions, plans.Length);
        Assert.All(plans, plan => Assert.True(File.Exists(Path.Combine(_rig.Root, "admin", "plans", plan.Id + ".json"))));
        (string current, JsonNode counts) = plans[^1];
        HashSet<string> line = [];
        for (string? id = current; id is not null; id = (string?)plans.Single(plan => plan.Id == id).Plan["previous"])
        {
            line.Add(id);
        }

        // Also those of the rounds before: whoever made one may look now for the first time.
        string[] rivals = [.. plans.Select(plan => plan.Id).Where(id => !line.Contains(id))];
        Assert.Equal(versions / 2, rivals.Length);
        for (int i = 0; i < Admins.Length; i++)
        {
            (int code, string output, string error) = await RealProgram.EndOfAsync(StartOn(i, "plan", "--show"));
            Assert.Equal(ExitCode.Ok, code);
            Assert.StartsWith($"Version {counts["version"]}, ", output, StringComparison.Ordinal);
            Assert.All(rivals, rival => Assert.Contains($"({rival}). It does not count; version {counts["version"]} by {counts["by"]} does ({current})", error, StringComparison.Ordinal));
            Assert.Equal(rivals.Length, error.Split("It does not count").Length - 1);
        }
    }

    private async Task AssertDecisionsAsync(int round)
    {
        (Dictionary<string, JsonNode?> settings, int settled) = Merged("campaign");
        (Dictionary<string, JsonNode?> gold, int answers) = Merged("admin");
        Assert.Equal((2 * round, 4 * round), (settled, answers));
        foreach (HttpClient machine in _machines)
        {
            JsonElement seen = await machine.GetFromJsonAsync<JsonElement>("/api/settings", Ct);
            Assert.Equal(
                ((int)settings["target_votes"]!, (string?)settings["deadline"], (string?)settings["time_zone"]),
                (seen.GetProperty("targetVotes").GetInt32(), seen.GetProperty("deadline").GetString(), seen.GetProperty("timeZone").GetString()));
            JsonElement known = await machine.GetFromJsonAsync<JsonElement>("/api/gold", Ct);
            Assert.Equal(
                gold.Select(answer => $"{answer.Key[5..]}={answer.Value}").Order(StringComparer.Ordinal),
                known.GetProperty("answers").EnumerateArray().Select(answer => $"{answer.GetProperty("block")}={answer.GetProperty("label")}").Order(StringComparer.Ordinal));
        }
    }

    /// <summary>The last value of each key by (clock, at, id), and how many steps there are.</summary>
    private (Dictionary<string, JsonNode?> Values, int Steps) Merged(string folder)
    {
        var values = new Dictionary<string, JsonNode?>(StringComparer.Ordinal);
        (string Id, JsonNode Step)[] steps = [.. Directory.GetFiles(Path.Combine(_rig.Root, folder, "decisions"), "*.json")
            .Select(file => (Path.GetFileName(file), JsonNode.Parse(File.ReadAllText(file))!))];
        foreach ((_, JsonNode step) in steps
            .OrderBy(step => ((long)step.Step["clock"]!, DateTimeOffset.Parse((string)step.Step["at"]!, System.Globalization.CultureInfo.InvariantCulture)))
            .ThenBy(step => step.Id, StringComparer.Ordinal))
        {
            foreach ((string key, JsonNode? value) in step["set"]!.AsObject())
            {
                values[key] = value;
            }
        }

        return (values, steps.Length);
    }

    private async Task PutAsync(int admin, string path, object body)
    {
        using HttpResponseMessage answer = await _machines[admin].PutAsJsonAsync(path, body, Ct);
        Assert.True(answer.IsSuccessStatusCode, $"{Admins[admin]} {path}: {await answer.Content.ReadAsStringAsync(Ct)}");
    }

    private Process StartOn(int machine, params string[] arguments)
    {
        // The rig has one set of variables: one start at a time, also where two run beside each other.
        lock (_starting)
        {
            _rig.Program.Environment["XDG_STATE_HOME"] = _rig.In($"state-{Admins[machine]}");
            _rig.Program.Environment["XDG_CACHE_HOME"] = _rig.In($"cache-{Admins[machine]}");
            return _rig.Program.Start(arguments);
        }
    }
}

using System.Net.Http.Json;
using System.Runtime.Versioning;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ProteomicsAnnotator.App.Tests.Commands;
using ProteomicsAnnotator.App.Tests.Hosting;

namespace ProteomicsAnnotator.App.Tests.Endpoints;

/// <summary>
/// An annotator of a plan with gold, decoys and hidden repeats asks everything that the document of the API names, of blocks of each
/// kind: the answers are the same but for the block's name. Then all files that annotators may read are searched.
/// </summary>
[UnsupportedOSPlatform("windows")]
public sealed partial class HiddenPlanTests : IAsyncLifetime
{
    private const string User = "kim";
    private static readonly string[] Blocks = [.. Enumerable.Range(0, 160).Select(i => $"tile_{i / 40}/block_{i:0000}")];
    private readonly CampaignRig _rig = new(Blocks, WriteBlock);
    private HttpClient _client = null!;
    private Dictionary<string, string[]> _kinds = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        Directory.CreateDirectory(_rig.In("configs"));
        await File.WriteAllBytesAsync(_rig.In("configs/roles.json"), """{"admins":["lead"]}"""u8.ToArray(), Ct);
        await File.WriteAllLinesAsync(_rig.In("known.csv"), Blocks.Where((_, i) => i % 5 == 0).Select((block, i) => $"{block},{1 + (i % 3)}"), Ct);
        await _rig.RunAsync("gold", "--import", _rig.In("known.csv"), "--as", "lead");
        await _rig.PlanAsync("--annotators", $"{User},lee,mia", "--votes", "2", "--gold", "5%", "--repeats", "20%", "--stop-at", "95%");
        string[] queue = _rig.Queues()[User];
        string[] twice = [.. queue.GroupBy(block => block, StringComparer.Ordinal).Where(block => block.Count() > 1).Select(block => block.Key)];
        string[] gold = [.. _rig.Design("gold").Where(queue.Contains)];
        string[] decoys = [.. _rig.Design("decoys").Where(queue.Contains)];
        _kinds = new(StringComparer.Ordinal)
        {
            ["ordinary"] = [.. queue.Except(twice).Except(gold).Except(decoys)],
            ["gold"] = gold,
            ["decoy"] = decoys,
            ["repeat"] = twice,
        };
        Assert.All(_kinds.Values, blocks => Assert.True(blocks.Length >= 3));
        _client = await CampaignRig.SignInAsync(await RealProgram.ReadyLineOfAsync(_rig.Program.Start("--no-browser")), User);
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _rig.DisposeAsync();
    }

    [Fact]
    public async Task Annotator_FindsNothingThatSeparatesTheKinds_InAnyAnswerOrFile()
    {
        await AssertAnswersAsync();
        foreach (string block in _kinds.Values.SelectMany(blocks => blocks.Take(3)))
        {
            using HttpResponseMessage put = await _client.PutAsJsonAsync($"/api/labels/{block}", new { label = 1 }, Ct);
            Assert.True(put.IsSuccessStatusCode, await put.Content.ReadAsStringAsync(Ct));
            using HttpResponseMessage mark = await _client.PutAsJsonAsync($"/api/marks/{block}", new { unsure = true, note = "?" }, Ct);
            Assert.True(mark.IsSuccessStatusCode, await mark.Content.ReadAsStringAsync(Ct));
        }

        int labels = _kinds.Values.SelectMany(blocks => blocks.Take(3)).Distinct(StringComparer.Ordinal).Count();
        await Eventually.IsTrueAsync(async () => (await AskAsync($"/api/annotators/{User}")).Contains($"known: {labels} labels", StringComparison.Ordinal), "the labels are in the file that others read");
        await AssertAnswersAsync();
        AssertFiles();
    }

    private async Task AssertAnswersAsync()
    {
        string[] paths = await PathsAsync();
        Assert.InRange(paths.Length, 20, 200);
        foreach (string path in paths)
        {
            // Of a list, the elements of a few blocks of each kind; else the whole answer.
            var answers = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach ((string kind, string[] blocks) in _kinds)
            {
                foreach (string block in blocks.Take(3))
                {
                    answers[$"{kind} {block}"] = Masked(path.Contains("{block}", StringComparison.Ordinal)
                        ? await AskAsync(path.Replace("{block}", block, StringComparison.Ordinal))
                        : ElementsOf(await AskAsync(path), block), block);
                }
            }

            Assert.True(answers.Values.Distinct(StringComparer.Ordinal).Count() == 1, $"GET {path}: {string.Join('\n', answers)}");
            Assert.DoesNotMatch(Words(), answers.Values.First());
        }
    }

    private async Task<string[]> PathsAsync()
    {
        JsonElement paths = (await _client.GetFromJsonAsync<JsonElement>("/openapi/v1.json", Ct)).GetProperty("paths");
        return [.. paths.EnumerateObject().Where(path => path.Value.TryGetProperty("get", out _))
            .Select(path => path.Name.Replace("{channel}", "0", StringComparison.Ordinal).Replace("{username}", User, StringComparison.Ordinal).Replace("{name}", "r1", StringComparison.Ordinal))];
    }

    /// <summary>Status, headers and body.</summary>
    private async Task<string> AskAsync(string path)
    {
        using HttpResponseMessage answer = await _client.GetAsync(path, Ct);
        byte[] body = await answer.Content.ReadAsByteArrayAsync(Ct);
        string headers = string.Join('\n', answer.Headers.Concat(answer.Content.Headers).Where(header => header.Key != "Date").Select(header => $"{header.Key}: {string.Join(',', header.Value)}"));
        bool isText = answer.Content.Headers.ContentType?.MediaType is { } type && (type.Contains("json", StringComparison.Ordinal) || type.StartsWith("text/", StringComparison.Ordinal));
        return $"{(int)answer.StatusCode}\n{headers}\n\n{(isText ? System.Text.Encoding.UTF8.GetString(body) : Convert.ToHexString(body))}";
    }

    /// <summary>What a list says of one block; all of an answer that names no block.</summary>
    private static string ElementsOf(string answer, string block)
    {
        string body = answer[(answer.IndexOf("\n\n", StringComparison.Ordinal) + 2)..];
        if (!Blocks.Any(other => body.Contains(other, StringComparison.Ordinal)))
        {
            return answer;
        }

        var found = new List<string>();
        Collect(JsonNode.Parse(body)!);
        return string.Join('\n', found);

        void Collect(JsonNode node)
        {
            if (node is JsonObject one && one.Any(member => member.Value is JsonValue value && value.TryGetValue(out string? text) && text == block))
            {
                found.Add(one.ToJsonString());
                return;
            }

            foreach (JsonNode? inner in node is JsonArray list ? list : node is JsonObject members ? members.Select(member => member.Value) : [])
            {
                if (inner is not null)
                {
                    Collect(inner);
                }
            }
        }
    }

    private static string Masked(string answer, string block) => Time().Replace(answer.Replace(block, "BLOCK", StringComparison.Ordinal).Replace(Uri.EscapeDataString(block), "BLOCK", StringComparison.Ordinal).Replace(block.Split('/')[1], "NAME", StringComparison.Ordinal).Replace(block.Split('/')[0], "TILE", StringComparison.Ordinal), "TIME");

    /// <summary>All but <c>admin</c> and <c>history/admin</c>.</summary>
    private void AssertFiles()
    {
        string[] files = [.. Directory.GetFiles(_rig.Root, "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(_rig.Root, file))
            .Where(file => !file.StartsWith("admin/", StringComparison.Ordinal) && !file.StartsWith("history/admin/", StringComparison.Ordinal) && file != "shown.json")];
        Assert.Contains(files, file => file.StartsWith("history/users/kim/", StringComparison.Ordinal));
        foreach (string file in files)
        {
            Assert.DoesNotMatch(Words(), File.ReadAllText(Path.Combine(_rig.Root, file)));
        }

        foreach (string file in files.Where(file => file.StartsWith("campaign/plans/", StringComparison.Ordinal)))
        {
            JsonObject members = JsonNode.Parse(File.ReadAllText(Path.Combine(_rig.Root, file)))!.AsObject();
            Assert.Equal(
                file.EndsWith("/plan.json", StringComparison.Ordinal) ? ["format", "program", "version", "previous", "clock", "at", "by", "votes", "queues"] : ["format", "username", "blocks"],
                members.Select(member => member.Key));
        }

        string[] lines = [.. files.Where(file => file.StartsWith("history/users/kim/", StringComparison.Ordinal)).SelectMany(file => File.ReadLines(Path.Combine(_rig.Root, file)))];
        string[] shapes = [.. _kinds.Values.SelectMany(blocks => blocks.Take(3)).Select(block => string.Join('\n', lines.Where(line => line.Contains($"\"{block}\"", StringComparison.Ordinal)).Select(line => Number().Replace(Masked(line, block), "N"))))];
        Assert.Single(shapes.Distinct(StringComparer.Ordinal));
    }

    /// <summary>Alike to the byte and the second.</summary>
    private static void WriteBlock(string folder)
    {
        TestTiff.WriteBlock(folder);
        foreach (string file in Directory.GetFiles(folder))
        {
            File.SetLastWriteTimeUtc(file, new DateTime(2024, 1, 2, 10, 30, 0, DateTimeKind.Utc));
        }
    }

    [GeneratedRegex(@"gold|decoy|known.answer|\bseed|repeat(?!s"":)|ordinary|certain|\bsure\b", RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Words();

    [GeneratedRegex(@"\d{4}-\d\d-\d\dT[0-9:.+]+Z?", RegexOptions.None, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Time();

    [GeneratedRegex(@"(?<=""(seq|clock)"":)\d+", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Number();
}

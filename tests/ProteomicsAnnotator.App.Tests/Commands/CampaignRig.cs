using System.Net.Http.Json;
using System.Runtime.Versioning;
using System.Text;
using System.Text.Json.Nodes;
using ProteomicsAnnotator.App.Commands;
using ProteomicsAnnotator.App.Tests.Hosting;
using ProteomicsAnnotator.Core.Tests.Planning;

namespace ProteomicsAnnotator.App.Tests.Commands;

/// <summary>A campaign on a folder share whose <c>admin</c> is closed, and the program's commands and servers as processes.</summary>
[UnsupportedOSPlatform("windows")]
internal sealed class CampaignRig : IAsyncDisposable
{
    /// <param name="blocks">Their ids.</param>
    /// <param name="fill">Puts the channels of a block into its folder (given); null: an empty file.</param>
    public CampaignRig(IReadOnlyList<string> blocks, Action<string>? fill = null)
    {
        Directory.Delete(In("blocks"), recursive: true);
        foreach (string block in blocks)
        {
            string folder = Directory.CreateDirectory(In($"blocks/{block}")).FullName;
            (fill ?? (static empty => File.WriteAllBytes(Path.Combine(empty, "ch1.tif"), [])))(folder);
        }

        Put(".annotator-root", "00112233445566778899aabbccddeeff\n");
        Directory.CreateDirectory(Path.Combine(Root, "admin"));
        File.SetUnixFileMode(Path.Combine(Root, "admin"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    public RealProgram Program { get; } = new();

    /// <summary>The annotations root.</summary>
    public string Root => In("annotations");

    public ValueTask DisposeAsync() => Program.DisposeAsync();

    public string In(string path) => Path.Combine(Program.Folder, path);

    public void Put(string path, string text)
    {
        string full = Path.Combine(Root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllBytes(full, Encoding.UTF8.GetBytes(text));
    }

    /// <summary>Must succeed.</summary>
    public async Task<string> RunAsync(params string[] arguments)
    {
        (int code, string output, string error) = await RealProgram.EndOfAsync(Program.Start(arguments));
        Assert.True(code == ExitCode.Ok, $"{string.Join(' ', arguments)}: {error}");
        return output;
    }

    /// <summary>Stores a version, which must be right by the checker's word.</summary>
    public async Task<string> PlanAsync(params string[] arguments)
    {
        string said = await RunAsync(["plan", .. arguments, "--as", "lead"]);
        Put("shown.json", await RunAsync("plan", "--show", "--json"));
        await PlanChecker.AssertRightAsync([Root]);
        return said;
    }

    /// <summary>Everybody's blocks in the version that counts.</summary>
    public Dictionary<string, string[]> Queues() => Directory.GetFiles(Path.Combine(Current(), "queues")).ToDictionary(
        file => Path.GetFileNameWithoutExtension(file),
        file => Ids(JsonNode.Parse(File.ReadAllText(file))!["blocks"]!),
        StringComparer.Ordinal);

    /// <summary>Blocks under a name in the closed file of that version.</summary>
    public string[] Design(string name) => Ids(JsonNode.Parse(File.ReadAllText(Path.Combine(Root, "admin", "plans", Path.GetFileName(Current()) + ".json")))![name]!);

    /// <summary>Signs in at a server of this program.</summary>
    /// <param name="readyLine">What the server printed.</param>
    /// <param name="username">Who.</param>
    public static async Task<HttpClient> SignInAsync(string readyLine, string username)
    {
        var client = new HttpClient { BaseAddress = new Uri(readyLine[readyLine.IndexOf("http://", StringComparison.Ordinal)..readyLine.IndexOf("/?", StringComparison.Ordinal)]) };
        client.DefaultRequestHeaders.Add("Authorization", "Bearer secret");
        using HttpResponseMessage answer = await client.PostAsJsonAsync("/api/session", new { username });
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        return client;
    }

    private string Current() => Directory.GetDirectories(Path.Combine(Root, "campaign", "plans"))
        .MaxBy(folder => (int?)JsonNode.Parse(File.ReadAllText(Path.Combine(folder, "plan.json")))!["version"])!;

    private static string[] Ids(JsonNode list) => [.. list.AsArray().Select(block => (string)block!)];
}

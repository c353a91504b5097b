using System.Runtime.Versioning;
using System.Text;
using System.Text.Json.Nodes;
using ProteomicsAnnotator.App.Tests.Hosting;

namespace ProteomicsAnnotator.App.Tests.Commands;

/// <summary>A campaign of three blocks with labels in files and journals, and the verbs of releases as processes.</summary>
[UnsupportedOSPlatform("windows")]
internal sealed class ReleaseRig : IAsyncDisposable
{
    public const string BobsJournal = "history/users/bob/20240102T000000Z-ws-7-0123456789ab.jsonl";
    private const string Header = """{"format":1,"program":"1.0.0","host":"ws-7","account":"bob","data_root":"/d","classes":["Class 1","Class 2","Class 3"]}""";

    public ReleaseRig()
    {
        TestTiff.WriteBlock(In("blocks/block_0002"));
        TestTiff.WriteBlock(In("blocks/block_0003"));
        PutShare(".annotator-root", "00112233445566778899aabbccddeeff\n");
        PutShare("users/alice.json", """{"username":"alice","annotations":{"block_0001":{"label":1,"annotated_at":"2024-01-02T10:30:00+00:00"},"block_0002":{"label":2,"annotated_at":"2024-01-02T10:31:00+00:00"}}}""");
        PutShare("users/bob.json", """{"username":"bob","annotations":{"block_0001":{"label":3,"annotated_at":"2024-01-02T12:00:00+00:00"}}}""");
        PutShare(BobsJournal, $"{Header}\n" + Label(1, "block_0001", 3));
        PutShare("admin/final_labels.json", """{"labels":{"block_0001":{"final_label":1,"set_by":"ann","set_at":"2024-01-02T13:00:00+00:00"}}}""");
        PutShare("campaign/note.json", "{}");
    }

    public RealProgram Program { get; } = new();

    public string Releases => In("annotations/admin/releases");

    public static string Label(int seq, string block, int label) =>
        $$"""{"seq":{{seq}},"clock":{{seq}},"at":"2024-01-02T12:0{{seq - 1}}:00+00:00","block":"{{block}}","label":{{label}},"was":null}""" + "\n";

    public Task<(int Code, string Output, string Error)> RunAsync(params string[] arguments) => RealProgram.EndOfAsync(Program.Start(arguments));

    /// <summary>Makes a release that must succeed; gives the hash that was printed.</summary>
    public async Task<string> ReleaseAsync(string name, params string[] options)
    {
        (int code, string output, string error) = await RunAsync(["release", name, .. options]);
        Assert.True(code == 0, error);
        return output.Split("SHA-256 of its manifest: ")[1].Trim();
    }

    public JsonNode Manifest(string name) => JsonNode.Parse(File.ReadAllText(Path.Combine(Releases, name, "manifest.json")))!;

    public string In(string path) => Path.Combine(Program.Folder, path);

    public void PutShare(string path, string text)
    {
        string full = In(Path.Combine("annotations", path));
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.Delete(full);
        File.WriteAllBytes(full, Encoding.UTF8.GetBytes(text));
    }

    public ValueTask DisposeAsync() => Program.DisposeAsync();
}

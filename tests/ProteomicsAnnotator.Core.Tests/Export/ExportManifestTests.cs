using System.Text.Json.Nodes;
using ProteomicsAnnotator.Core.Export;
using ProteomicsAnnotator.Core.Storage;
using ProteomicsAnnotator.Core.Tests.Storage;

namespace ProteomicsAnnotator.Core.Tests.Export;

public sealed class ExportManifestTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("manifest").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void InputsOf_AnnotationsRoot_AreUserFilesFinalLabelsAndJournals()
    {
        Put("users/alice.json", "abc");
        Put("users/alice_display.json", "no input");
        Put("users/.alice_0.tmp.json", "no input");
        Put("admin/final_labels.json", "");
        Put("history/users/alice/a.jsonl", "x");
        List<string> faults = [];

        IReadOnlyList<FileDigest> inputs = ExportManifest.InputsOf(_root, faults);

        Assert.Equal(["admin/final_labels.json", "history/users/alice/a.jsonl", "users/alice.json"], inputs.Select(input => input.Path));
        Assert.Equal("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", inputs[2].Sha256);
        Assert.Equal(3, inputs[2].Bytes);
        Assert.Empty(faults);
    }

    [Fact]
    public void InputsOf_MissingFolders_AreNone() => Assert.Empty(ExportManifest.InputsOf(Path.Combine(_root, "nowhere"), []));

    [Fact]
    public void Serialize_Manifest_HasAllParts()
    {
        var manifest = new ExportManifest(Contexts.Small, [], [FileDigest.Of("labels.csv", "abc"u8)])
        {
            Settings = [KeyValuePair.Create("data_root", "/data")],
            Faults = ["bob.json: not JSON"],
        };

        JsonObject json = JsonNode.Parse(manifest.Serialize())!.AsObject();

        Assert.Equal("1.2.3", json["program_version"]!.GetValue<string>());
        Assert.Equal("/data", json["settings"]!["data_root"]!.GetValue<string>());
        Assert.Equal("labels.csv", json["outputs"]![0]!["path"]!.GetValue<string>());
        Assert.Equal("bob.json: not JSON", json["faults"]![0]!.GetValue<string>());
    }

    [Fact]
    public void History_JournalsOfUsersAndAdmins_AreReadOnceInOrder()
    {
        const string Header = """{"format":1}""";
        Put("history/users/alice/j1.jsonl", $$"""
            {{Header}}
            {"seq":1,"clock":1,"at":"2024-01-02T10:30:00+00:00","block":"block_0001","label":1,"was":null}
            {"seq":2,"clock":2,"at":"2024-01-02T10:31:00+00:00","block":"block_0001","label":null,"was":1}
            torn
            """);
        Put("history/users/alice/j2.jsonl", $$"""
            {{Header}}
            {"seq":1,"clock":1,"at":"2024-01-02T10:30:00+00:00","block":"block_0001","label":1,"was":null,"journal":"j1"}
            """);
        Put("history/admin/a.jsonl", $$"""
            {{Header}}
            {"seq":1,"clock":1,"at":"2024-01-02T10:29:00+00:00","block":"block_0001","label":3,"was":null,"by":"ann"}
            {"closed":"2024-01-02T10:40:00+00:00"}
            """);

        HistoryRead read = HistoryFiles.Read(new FileOperations(), _root);

        Assert.Equal([("a:1", "final_label", "ann", 3), ("j1:1", "label", "alice", 1), ("j1:2", "label", "alice", null)],
            read.Rows.Select(row => (row.EventId, row.Kind, row.Username, row.Label)));
        Assert.Equal([Path.Combine(_root, "history/users/alice/j1.jsonl") + ": line 4 is no decision"], read.Faults);
    }

    [Fact]
    public void History_UnreadableJournalOrFolder_IsNamedAndTheRestIsThere()
    {
        const string Line = """{"seq":1,"clock":1,"at":"2024-01-02T10:30:00+00:00","block":"block_0001","label":1,"was":null}""";
        Put("history/users/alice/j1.jsonl", "{\"format\":1}\n" + Line + "\n");
        Put("history/users/bob/j2.jsonl", "{\"format\":1}\n" + Line + "\n");
        var files = new FaultyFiles { Fault = (operation, path) => operation is "Open" or "Read" or "ReadAll" && path.Contains("bob", StringComparison.Ordinal) ? FaultyFiles.Errno(5) : null };

        HistoryRead read = HistoryFiles.Read(files, _root);

        Assert.Equal("alice", Assert.Single(read.Rows).Username);
        Assert.Contains(Path.Combine("bob", "j2.jsonl"), Assert.Single(read.Faults), StringComparison.Ordinal);
    }

    [Fact]
    public void History_NoFolder_IsEmpty() => Assert.Empty(HistoryFiles.Read(new FileOperations(), _root).Rows);

    private void Put(string path, string text)
    {
        string full = Path.Combine(_root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllBytes(full, System.Text.Encoding.UTF8.GetBytes(text));
    }
}

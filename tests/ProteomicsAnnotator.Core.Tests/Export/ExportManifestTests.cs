using System.Text.Json.Nodes;
using ProteomicsAnnotator.Core.Decisions;
using ProteomicsAnnotator.Core.Export;
using ProteomicsAnnotator.Core.Roots;
using ProteomicsAnnotator.Core.Snapshots;
using ProteomicsAnnotator.Core.Storage;
using ProteomicsAnnotator.Core.Tests.Labels;
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

        IReadOnlyList<FileDigest> inputs = ExportManifest.InputsOf(_root, faults, PeopleDecisions.None);

        Assert.Equal(["admin/final_labels.json", "history/users/alice/a.jsonl", "users/alice.json"], inputs.Select(input => input.Path));
        Assert.Equal("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", inputs[2].Sha256);
        Assert.Equal(3, inputs[2].Bytes);
        Assert.Empty(faults);
    }

    [Fact]
    public void InputsOf_MissingFolders_AreNone() => Assert.Empty(ExportManifest.InputsOf(Path.Combine(_root, "nowhere"), [], PeopleDecisions.None));

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
            """ + "\n");
        Put("history/users/alice/j2.jsonl", $$"""
            {{Header}}
            {"seq":1,"clock":1,"at":"2024-01-02T10:30:00+00:00","block":"block_0001","label":1,"was":null,"journal":"j1"}
            """ + "\n");
        Put("history/admin/a.jsonl", $$"""
            {{Header}}
            {"seq":1,"clock":1,"at":"2024-01-02T10:29:00+00:00","block":"block_0001","label":3,"was":null,"by":"ann"}
            {"closed":"2024-01-02T10:40:00+00:00"}
            """ + "\n");

        HistoryRead read = HistoryFiles.Read(new SharedRoot(Settings(new FileOperations())));

        Assert.Equal([("a:1", "final_label", "ann", 3), ("j1:1", "label", "alice", 1), ("j1:2", "label", "alice", null)],
            read.Rows.Select(row => (row.EventId, row.Kind, row.Username, row.Label)));
        Assert.Equal([Path.Combine(_root, "history/users/alice/j1.jsonl") + ": 1 unreadable line was skipped"], read.Faults);
    }

    [Fact]
    public void History_UnreadableJournalOrFolder_IsNamedAndTheRestIsThere()
    {
        const string Line = """{"seq":1,"clock":1,"at":"2024-01-02T10:30:00+00:00","block":"block_0001","label":1,"was":null}""";
        Put("history/users/alice/j1.jsonl", "{\"format\":1}\n" + Line + "\n");
        Put("history/users/bob/j2.jsonl", "{\"format\":1}\n" + Line + "\n");
        var files = new FaultyFiles { Fault = (operation, path) => operation is "Open" or "Read" or "ReadAll" && path.Contains("j2", StringComparison.Ordinal) ? FaultyFiles.Errno(5) : null };

        HistoryRead read = HistoryFiles.Read(new SharedRoot(Settings(files)));

        Assert.Equal("alice", Assert.Single(read.Rows).Username);
        Assert.Contains(Path.Combine("bob", "j2.jsonl"), Assert.Single(read.Faults), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("history/users/alice/20240101T000000Z-ws-5-0123456789ab (conflicted copy).jsonl")]
    [InlineData("history/users/alice/20240101T000000Z-ws-5-0123456789ab.old.jsonl")]
    [InlineData("history/admin/20240101T000000Z-ws-5-0123456789ab-WS12.jsonl")]
    public async Task CopyOfAJournal_IsNoInputAndHasNoRow_AndIsNamedByHistoryAndVotes(string copy)
    {
        const string Line = """{"seq":1,"clock":1,"at":"2024-01-02T10:30:00+00:00","block":"block_0001","label":1,"was":null}""";
        Put("history/users/alice/20240101T000000Z-ws-5-0123456789ab.jsonl", "{\"format\":1}\n" + Line + "\n");
        Put(copy, "{\"format\":1}\n" + Line.Replace(":1,\"was", ":2,\"was", StringComparison.Ordinal) + "\n");
        List<string> faults = [];

        IReadOnlyList<FileDigest> inputs = ExportManifest.InputsOf(_root, faults, PeopleDecisions.None);
        HistoryRead history = HistoryFiles.Read(new SharedRoot(Settings(new FileOperations())));
        ShareSnapshot share = await ShareSnapshot.ReadAsync(new SharedRoot(Settings(new FileOperations())), TestContext.Current.CancellationToken);

        Assert.DoesNotContain(copy, inputs.Select(input => input.Path));
        Assert.Equal(1, Assert.Single(history.Rows).Label);
        Assert.Contains(Path.Combine(_root, copy), Assert.Single(history.Faults), StringComparison.Ordinal);
        Assert.Contains(Path.Combine(_root, copy), Assert.Single(share.Votes.NotCounted), StringComparison.Ordinal);
    }

    [Fact]
    public void History_NoFolder_IsEmpty() => Assert.Empty(HistoryFiles.Read(new SharedRoot(Settings(new FileOperations()))).Rows);

    [Fact]
    public void History_LabelsThatNoJournalKnows_AreImportedRows()
    {
        Put("users/old.json", """
            {"username":"old","annotations":{"block_0001":{"label":2,"annotated_at":"2024-01-02T10:00:00+00:00"},"block_0002":{"label":3}}}
            """);
        Put("users/Alice.json", """{"annotations":{"block_0003":{"label":1,"annotated_at":"2024-01-02T10:03:00+00:00"}}}""");
        Put("users/alice.json", """{"annotations":{"block_0001":{"label":1,"annotated_at":"2024-01-02T10:30:00+00:00"}}}""");
        Put("history/users/alice/j1.jsonl", """
            {"format":1}
            {"seq":1,"clock":1,"at":"2024-01-02T10:30:00+00:00","block":"block_0001","label":1,"was":null}
            """ + "\n");
        Put("admin/final_labels.json", """
            {"labels":{"block_0001":{"final_label":3,"set_by":"boss","set_at":"2024-01-02T10:01:00+00:00"}}}
            """);

        HistoryRead read = HistoryFiles.Read(new SharedRoot(Settings(new FileOperations())));

        Assert.Equal(
            [
                ("label", "old", "block_0002", 3, true),
                ("label", "old", "block_0001", 2, true),
                ("final_label", "boss", "block_0001", 3, true),
                ("label", "alice", "block_0003", 1, true),
                ("label", "alice", "block_0001", 1, false),
            ],
            read.Rows.Select(row => (row.Kind, row.Username, row.BlockId, row.Label ?? 0, row.IsImported)));
        Assert.All(read.Rows, row => Assert.Equal(row.IsImported, row.EventId.StartsWith("import-", StringComparison.Ordinal)));
        Assert.Empty(read.Faults);
    }

    [Fact]
    public void History_UndoAndRedo_SayWhatTheyAreAboutAndWhereTheyWereMade()
    {
        const string Journal = "20240102T100000Z-ws-12-0123456789ab";
        Put($"history/users/alice/{Journal}.jsonl", $$"""
            {"format":1}
            {"seq":1,"clock":1,"at":"2024-01-02T10:30:00+00:00","block":"block_0001","label":1,"was":null}
            {"seq":2,"clock":2,"at":"2024-01-02T10:31:00+00:00","block":"block_0001","label":null,"was":1,"undoes":"{{Journal}}:1"}
            {"seq":3,"clock":3,"at":"2024-01-02T10:32:00+00:00","block":"block_0001","label":1,"was":null,"redoes":"{{Journal}}:1"}
            """ + "\n");

        IReadOnlyList<HistoryRow> rows = HistoryFiles.Read(new SharedRoot(Settings(new FileOperations()))).Rows;

        Assert.Equal([(null, null), ($"{Journal}:1", null), (null, $"{Journal}:1")], rows.Select(row => (row.Undoes, row.Redoes)));
        Assert.All(rows, row => Assert.Equal(("ws-12", false), (row.Host, row.IsImported)));
        string[] lines = System.Text.Encoding.UTF8.GetString(LongCsvExport.History(rows).Span).Split("\r\n");
        Assert.Equal("event_id,kind,username,at,block_id,root,label,was,undoes,redoes,host,imported,unsure,note,unusable,reason,not_blind,calibration", lines[0]);
        Assert.EndsWith($",,1,{Journal}:1,,ws-12,False,,,,,,False", lines[2], StringComparison.Ordinal);
    }

    private LabelShareSettings Settings(FileOperations files) =>
        LabelRig.SettingsIn(_root, "ws-1") with { AnnotationsRoot = _root, Files = files };

    private void Put(string path, string text)
    {
        string full = Path.Combine(_root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllBytes(full, System.Text.Encoding.UTF8.GetBytes(text));
    }
}

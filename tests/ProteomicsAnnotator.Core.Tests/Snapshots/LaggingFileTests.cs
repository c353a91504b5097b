using Microsoft.Extensions.Time.Testing;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Roots;
using ProteomicsAnnotator.Core.Snapshots;
using ProteomicsAnnotator.Core.Tests.Labels;

namespace ProteomicsAnnotator.Core.Tests.Snapshots;

/// <summary>Whoever follows everyone's labels takes a user's file alone only where it says what the journals say.</summary>
public sealed class LaggingFileTests : IDisposable
{
    private const string Written = """{"seq":1,"clock":1,"at":"2024-01-02T10:00:00+00:00","block":"block_0001","label":2,"was":null}""";
    private const string Lost = """{"seq":2,"clock":2,"at":"2024-01-02T10:00:01+00:00","block":"block_0002","label":3,"was":null}""";
    private const string Browsed = """{"seq":9,"clock":9,"at":"2024-01-02T10:00:09+00:00","block":"block_0001","root":"/data/pilot","label":1,"was":null}""";
    private static readonly BlockId[] Blocks = [.. Enumerable.Range(1, 9).Select(BlockId.OfNumber)];
    private readonly LabelRig _rig = new();
    private readonly FakeTimeProvider _time = new();
    private readonly VoteReader _reader;

    public LaggingFileTests()
    {
        var settings = _rig.Settings("ws-9") with { TimeProvider = _time };
        _reader = new VoteReader(settings, new SharedRoot(settings), VoteReader.UsualLag);
    }

    public void Dispose() => _rig.Dispose();

    /// <summary>A program that was killed, sleeps or has lost the network writes the file no more, whatever the lag is for ever.</summary>
    [Fact]
    public void Label_OfAMomentAfterTheFile_IsShownOnceNoProgramWritesTheFile()
    {
        Put(TimeSpan.FromSeconds(0.5), Written, Lost);
        Assert.Equal([Blocks[0]], Labelled());
        Assert.False(_reader.HasChanged());

        _time.Advance(VoteReader.UsualLag - TimeSpan.FromMilliseconds(1));
        Assert.False(_reader.HasChanged());
        _time.Advance(TimeSpan.FromMilliseconds(2));

        Assert.True(_reader.HasChanged());
        Assert.Equal(Blocks[..2], Labelled());
    }

    [Fact]
    public void Labels_WhileTheFileCannotBeWritten_AreShownAtOnce()
    {
        Put(TimeSpan.FromSeconds(30), Written, Lost);
        _ = _reader.ReadAll();

        Assert.True(_reader.HasChanged());
        Assert.Equal(Blocks[..2], Labelled());
    }

    /// <summary>Of these blocks the file says nothing, whenever it was written.</summary>
    [Theory]
    [InlineData("""{"seq":9,"clock":9,"at":"2024-01-02T10:00:09+00:00","block":"block_0009","label":null,"was":1}""")]
    [InlineData("""{"seq":9,"clock":9,"at":"2024-01-02T10:00:09+00:00","mark":{"block":"block_0009","unsure":false}}""")]
    [InlineData("""{"seq":9,"clock":9,"at":"2024-01-02T10:00:09+00:00","mark":{"block":"block_0001","note":""}}""")]
    [InlineData("""{"seq":9,"clock":9,"at":"2024-01-02T10:00:09+00:00","block":"block_0001","label":2,"was":3,"undoes":"20240102T095900Z-ws-5-0123456789ab:8"}""")]
    [InlineData("""{"seq":9,"clock":9,"at":"2024-01-02T10:00:00+00:00","block":"block_0001","label":2,"was":null,"import":"import-00112233445566778899aabbccddeeff"}""")]
    [InlineData(Browsed)]
    public void NewestLine_ThatEveryFileSays_HidesNoLabelBeforeIt(string newest)
    {
        Put(TimeSpan.FromSeconds(30), Written, Lost, newest);
        _ = _reader.ReadAll();

        Assert.True(_reader.HasChanged());
        Assert.Equal(Blocks[..2], Labelled());
    }

    [Fact]
    public void Clear_BeforeALineThatEveryFileSays_Counts()
    {
        Put(TimeSpan.FromSeconds(30), Written, Lost.Replace("\"label\":3", "\"label\":null", StringComparison.Ordinal).Replace("block_0002", "block_0001", StringComparison.Ordinal), Browsed);
        Assert.Equal([Blocks[0]], Labelled());

        Assert.True(_reader.HasChanged());
        Assert.Empty(Labelled());
    }

    /// <summary>Two hundred flags that were taken back are more than is usually looked at, and twenty thousand more than ever is.</summary>
    [Theory]
    [InlineData(200)]
    [InlineData(20_000)]
    public void Label_BeforeManyLinesThatEveryFileSays_IsShown(int flags)
    {
        Put(TimeSpan.FromSeconds(30), [Written, Lost, .. Flags(flags)]);
        _ = _reader.ReadAll();

        Assert.True(_reader.HasChanged());
        Assert.Equal(Blocks[..2], Labelled());
    }

    [Theory]
    [InlineData(0, 30)]
    [InlineData(200, 30)]
    [InlineData(20_000, -1)]
    public void File_ThatSaysAllOfIt_IsTakenAlone(int flags, int younger)
    {
        Put(TimeSpan.FromSeconds(younger), [Written, .. Flags(flags), Browsed, """{"closed":"2024-01-02T18:00:00+00:00"}"""]);
        UserVotes before = Assert.Single(_reader.ReadAll().Users);

        Assert.False(_reader.HasChanged());
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.False(_reader.HasChanged());

        Assert.Same(before.Votes, Assert.Single(_reader.ReadAll().Users).Votes);
    }

    private static IEnumerable<string> Flags(int count) =>
        Enumerable.Range(10, count).Select(seq => $$$"""{"seq":{{{seq}}},"clock":{{{seq}}},"at":"2024-01-02T11:00:00+00:00","mark":{"block":"block_0009","unsure":{{{(seq % 2 == 0 ? "true" : "false")}}}}}""")
            .Append("""{"seq":90000,"clock":90000,"at":"2024-01-02T12:00:00+00:00","mark":{"block":"block_0009","unsure":false}}""");

    private IEnumerable<BlockId> Labelled() => Assert.Single(_reader.ReadAll().Users).Votes.Keys.Order();

    /// <summary>Bob's file says the first line; his journal was written later by so much.</summary>
    private void Put(TimeSpan younger, params string[] lines)
    {
        const string Journal = "history/users/bob/20240102T095900Z-ws-5-0123456789ab.jsonl";
        _rig.WriteShare("users/bob.json", """{"username": "bob", "annotations": {"block_0001": {"label": 2, "annotated_at": "2024-01-02T10:00:00+00:00"}}}""");
        _rig.WriteShare(Journal, string.Concat(lines.Prepend("""{"format":1,"program":"1.0.0","host":"ws-5","account":"x","data_root":"/d","classes":[]}""").Select(line => line + "\n")));
        var written = new DateTime(2024, 1, 2, 12, 0, 0, DateTimeKind.Utc);
        File.SetLastWriteTimeUtc(Path.Combine(_rig.Annotations, "users", "bob.json"), written);
        File.SetLastWriteTimeUtc(Path.Combine(_rig.Annotations, Journal), written + younger);
    }
}

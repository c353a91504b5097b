using System.Runtime.Versioning;
using System.Text;
using ProteomicsAnnotator.App.Commands;
using ProteomicsAnnotator.App.Tests.Hosting;

namespace ProteomicsAnnotator.App.Tests.Commands;

/// <summary><c>calibration</c> as a process.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class CalibrationCommandTests : IAsyncDisposable
{
    private readonly CampaignRig _rig = new([.. Enumerable.Range(1, 6).Select(i => $"block_{i:0000}")]);

    public CalibrationCommandTests() => _rig.Put("users/ann.json", """
        { "username": "ann", "created_at": "2024-01-01T00:00:00+00:00", "updated_at": "2024-01-02T10:30:00+00:00",
          "annotations": { "block_0001": { "label": 2, "annotated_at": "2024-01-02T10:30:00+00:00" }, "block_0002": { "label": 1, "annotated_at": "2024-01-02T10:30:00+00:00" } } }
        """);

    public ValueTask DisposeAsync() => _rig.DisposeAsync();

    [Fact]
    public async Task Blocks_AreSetWithdrawnAndCounted_AndThePlanSaysWhatTheyCost()
    {
        (int code, string output, _) = await RunAsync("--set", "block_0001=2:A rim: all around = round", "--set=block_0002=3", "--as", "lead");
        Assert.Equal(ExitCode.Ok, code);
        Assert.Contains("Calibration: 2 new, 0 changed, 0 withdrawn; 2 blocks then. 2 labels that were given on the new blocks are no votes any more.", output, StringComparison.Ordinal);

        (_, output, _) = await RunAsync();
        Assert.Contains("block_0001: 2 – Class 2, set by lead: A rim: all around = round", output, StringComparison.Ordinal);
        Assert.Contains("ann: 2 of 2 done, 1 of 2 right (50 %, 9.5 to 90.5 %)", output, StringComparison.Ordinal);
        string plan = await _rig.RunAsync("plan", "--annotators", "ann,ben,cem", "--votes", "2", "--dry-run");
        Assert.Contains("Calibration   2 blocks for each of 3 people: 6 labels on top", plan, StringComparison.Ordinal);
        Assert.Contains("4 ordinary, 2 votes each: 8 labels, 0 of them given", plan, StringComparison.Ordinal);
        string table = await _rig.RunAsync("export", "--long", "-");
        Assert.DoesNotContain("block_0001", table, StringComparison.Ordinal);

        (_, output, _) = await RunAsync("--withdraw", "block_0001", "--set", "block_0002=1", "--dry-run");
        Assert.Contains("0 new, 1 changed, 1 withdrawn; 1 block then. Labels given during the round stay no votes.", output, StringComparison.Ordinal);
        Assert.Contains("Nothing was stored", output, StringComparison.Ordinal);
        _ = await RunAsync("--withdraw", "block_0001", "--withdraw", "block_0002");
        Assert.Contains("There is no calibration round", (await RunAsync()).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Table_IsTakenWhole_OrNotAtAll()
    {
        Put("round.csv", "\uFEFFblock_id,label,why\r\nblock_0001,2,\"A rim, \"\"sharp\"\"\"\r\n\"block_0002\",1\r\n");
        Assert.Contains("2 new", (await RunAsync("--import", "round.csv")).Output, StringComparison.Ordinal);
        Assert.Contains("block_0001: 2 – Class 2, set by", (await RunAsync()).Output, StringComparison.Ordinal);
        Assert.Contains(": A rim, \"sharp\"", (await RunAsync()).Output, StringComparison.Ordinal);

        foreach ((string lines, string fault) in new[]
        {
            ("block_0003,1\nblock_0004,9\n", "line 2: \"block_0004,9\"; expected a block, a class from 1 to 3"),
            ("block_0003,1,a,b\n", "line 1: \"block_0003,1,a,b\""),
            ("block_0003,1,\"not closed\nblock_0004,1\n", "line 1: "),
            ("block_0003,1\nblock_0003,2\n", "line 2: block_0003 has another answer in a line before"),
        })
        {
            Put("bad.csv", lines);
            (int code, _, string error) = await RunAsync("--import", "bad.csv");
            Assert.Equal(ExitCode.Trouble, code);
            Assert.Contains($"bad.csv, {fault}", error, StringComparison.Ordinal);
        }

        Assert.Contains("Calibration: 2 blocks", (await RunAsync()).Output, StringComparison.Ordinal);
    }

    /// <summary>However many blocks a step had, it is one undo step, sentences and all.</summary>
    [Fact]
    public async Task Import_IsTakenBackInOneStep_AndMadeAgain()
    {
        Assert.Contains("there is nothing to take back", (await RunAsync("--undo")).Error, StringComparison.Ordinal);
        _ = await RunAsync("--set", "block_0001=1:At first");
        Put("round.csv", "block_0001,2\nblock_0002,1\nblock_0003,3,Flat\n");
        _ = await RunAsync("--import", "round.csv", "--as", "lead");

        string shown = (await RunAsync("--undo", "--dry-run")).Output;
        Assert.StartsWith("What lead decided at ", shown, StringComparison.Ordinal);
        Assert.Contains(" of 3 blocks is taken back.", shown, StringComparison.Ordinal);
        Assert.Contains("Calibration: 0 new, 1 changed, 2 withdrawn; 1 block then. Labels given during the round stay no votes.", shown, StringComparison.Ordinal);
        Assert.Contains("Calibration: 3 blocks", (await RunAsync()).Output, StringComparison.Ordinal);

        Assert.Equal(ExitCode.Ok, (await RunAsync("--undo", "--as", "boss")).Code);
        string told = (await RunAsync()).Output;
        Assert.Contains("Calibration: 1 block", told, StringComparison.Ordinal);
        Assert.Contains("block_0001: 1 – Class 1, set by boss: At first", told, StringComparison.Ordinal);
        _ = await RunAsync("--undo");
        Assert.Contains("block_0003: 3 – Class 3", (await RunAsync()).Output, StringComparison.Ordinal);
        Assert.Equal(ExitCode.BadConfiguration, (await RunAsync("--undo", "--withdraw", "block_0001")).Code);
    }

    [Fact]
    public async Task BlockThatIsNotThere_OrGold_IsRefused_AndSoIsGoldOfTheRound()
    {
        (int code, _, string error) = await RunAsync("--set", "block_0001=1", "--set", "block_0777=2");
        Assert.Equal(ExitCode.Trouble, code);
        Assert.Contains("nothing was stored: ", error, StringComparison.Ordinal);
        Assert.Contains("has no block_0777", error, StringComparison.Ordinal);

        _ = await _rig.RunAsync("gold", "--set", "block_0002=1");
        (code, _, error) = await RunAsync("--set", "block_0002=1");
        Assert.Equal(ExitCode.Trouble, code);
        Assert.Contains("block_0002 is among the known answers", error, StringComparison.Ordinal);

        _ = await RunAsync("--set", "block_0003=1");
        (code, _, error) = await RealProgram.EndOfAsync(_rig.Program.Start(["gold", "--set", "block_0003=1"]));
        Assert.Equal(ExitCode.Trouble, code);
        Assert.Contains("block_0003 is in the calibration round", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--set", "block_0001=9")]
    [InlineData("--set", "block_0001:1")]
    [InlineData("--set")]
    [InlineData("--dry-run=yes")]
    [InlineData("block_0001=1")]
    public async Task Options_ThatMakeNoSense_AreNamed(params string[] arguments)
    {
        (int code, string output, string error) = await RunAsync(arguments);

        Assert.Equal((ExitCode.BadConfiguration, ""), (code, output));
        Assert.StartsWith("calibration: found ", error, StringComparison.Ordinal);
    }

    private Task<(int Code, string Output, string Error)> RunAsync(params string[] arguments) => RealProgram.EndOfAsync(_rig.Program.Start(["calibration", .. arguments]));

    private void Put(string path, string text) => File.WriteAllBytes(_rig.In(path), Encoding.UTF8.GetBytes(text));
}

using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ProteomicsAnnotator.App.Annotating;
using ProteomicsAnnotator.App.Annotating.Keys;
using ProteomicsAnnotator.App.Annotating.Viewer;
using ProteomicsAnnotator.App.SigningIn;
using ProteomicsAnnotator.App.Tests.Hosting;
using ProteomicsAnnotator.Core.Agreement;
using ProteomicsAnnotator.Core.Blocks;

namespace ProteomicsAnnotator.App.Tests.Annotating;

/// <summary>What holds after whatever a page does, in any order.</summary>
public sealed class AnnotationSessionRulesTests : IAsyncLifetime
{
    private static readonly SeenChannel[] Seen = [new(0, "c0.tif", "10-20", null)];
    private static readonly SeenChannel[] Failed = [new(0, "c0.tif", null, "truncated")];
    private static readonly SeenChannel[] PartlyFailed = [.. Failed, new(1, "c1.tif", "10-20", null)];

    private readonly SessionRig _rig = new() { PollInterval = TimeSpan.FromSeconds(5) };

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        for (int i = 1; i <= 5; i++)
        {
            TestTiff.WriteBlock(Path.Combine(_rig.Folder, "data", $"block_{i:0000}"));
        }

        await _rig.OpenShareAsync();
    }

    public ValueTask DisposeAsync() => _rig.DisposeAsync();

    [Fact]
    public async Task Painted_WhateverHappens_IsTheBlockLastReportedReadableSinceOneWentToIt()
    {
        await using AnnotationSession session = await OpenAsync("alice", isAdmin: false);
        int seed = Random.Shared.Next();
        var random = new Random(seed);
        string? painted = null;
        string current = session.Place.Current!.Id.Value;
        int navigation = 0;
        List<string> steps = [$"seed {seed}"];
        for (int i = 0; i < 400; i++)
        {
            string id = $"block_{random.Next(1, 6):0000}";
            int choice = random.Next(6);
            steps.Add($"{choice} {id}");
            switch (choice)
            {
                case 0:
                    session.Select(Find(id));
                    (painted, current) = (id == current ? painted : null, id);
                    break;
                case 1:
                    int number = random.Next(2 * (i + 1));
                    navigation = Math.Max(navigation, number);
                    Assert.Equal(navigation, session.Viewer.OnNavigated(number, OpenRoots.ConfiguredId, id)!.Navigation);
                    (painted, current) = (id == current ? painted : null, id);
                    break;
                case 2:
                    Paint(session, OpenRoots.ConfiguredId, current, random.Next(2) == 0 ? Seen : PartlyFailed);
                    painted = current;
                    break;
                case 3:
                    Paint(session, OpenRoots.ConfiguredId, current, Failed);
                    painted = null;
                    break;
                case 4:
                    Paint(session, "another-root", id, Seen);
                    Paint(session, OpenRoots.ConfiguredId, "block_0099", Seen);
                    break;
                default:
                    session.Place.Refresh();
                    break;
            }

            Assert.True(
                (painted, current) == (session.Place.Painted?.Id.Value, session.Place.Current?.Id.Value),
                $"{painted}, {current} expected, {session.Place.Painted?.Id}, {session.Place.Current?.Id} found after {string.Join("; ", steps.TakeLast(8).Prepend(steps[0]))}");
            Assert.Equal(navigation, session.Viewer.Show().Navigation);
        }
    }

    [Fact]
    public async Task Clear_WithAutoAdvance_StaysOnTheBlock()
    {
        await using AnnotationSession session = await OpenAsync("alice", isAdmin: false);
        session.Settings.AutoAdvance = true;
        await LabelAsync(session, "block_0003", 2);
        session.Select(Find("block_0003"));

        LabelOutcome outcome = await LabelAsync(session, "block_0003", null);

        Assert.True(outcome.Accepted);
        Assert.Null(outcome.Show);
        Assert.Equal("block_0003", session.Place.Current?.Id.Value);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task EveryWrite_BrowserSignedInAsSomeoneElseOrNobody_ChangesNoFile(bool signedOut)
    {
        await using AnnotationSession session = await OpenAsync("boss", isAdmin: true);
        await session.OpenReviewAsync();
        await _rig.DisagreeAsync(0, 1);
        await session.Admin.Shown!.RefreshAsync(Ct);
        await LabelAsync(session, "block_0003", 1);
        await LabelAsync(session, "block_0003", 2);
        await UndoAsync(session, redo: false);
        Assert.True(await session.Admin.Shown.Adjudication.StartAsync(AdjudicationOrder.VoteEntropy, Ct));
        await LabelAsync(session, session.Admin.Shown.Adjudication.Current!.Value.Value, 1);
        await LabelAsync(session, session.Admin.Shown.Adjudication.Current!.Value.Value, 2);
        await UndoAsync(session, redo: false);
        await session.Settings.KeepChoicesAsync();
        string contested = session.Admin.Shown.Adjudication.Current!.Value.Value;

        if (signedOut)
        {
            _rig.SignIns.Remove(session.Owner.SignIn.SessionId);
        }
        else
        {
            _rig.SignIns.Add("bob", isAdmin: true, former: session.Owner.SignIn.SessionId);
        }

        (string Name, Func<Task> Call)[] writes =
        [
            ("label while adjudicating", () => LabelAsync(session, contested, 3)),
            ("clear while adjudicating", () => LabelAsync(session, contested, null)),
            ("undo while adjudicating", () => UndoAsync(session, redo: false)),
            ("redo while adjudicating", () => UndoAsync(session, redo: true)),
            ("leave", () => Task.FromResult(session.Admin.Leave())),
            ("label", () => LabelAsync(session, "block_0003", 3)),
            ("clear", () => LabelAsync(session, "block_0003", null)),
            ("undo", () => UndoAsync(session, redo: false)),
            ("redo", () => UndoAsync(session, redo: true)),
            ("display", () => session.Settings.KeepDisplayAsync(JsonSerializer.SerializeToElement(new { set = new { smooth = true }, channels = new { } }))),
            ("panels", () => session.Settings.KeepPanelWidthsAsync(111, 222)),
            ("choices", session.Settings.KeepChoicesAsync),
            ("keys", () => UseKeysAsync(session, "measure", "k")),
            ("publish", () => session.Settings.PublishDisplayAsync(JsonSerializer.SerializeToElement(new { smooth = true }))),
        ];
        foreach ((string name, Func<Task> call) in writes)
        {
            string before = await ContentAsync();
            await call();
            Assert.True(before == await ContentAsync(), $"{name} changed a file");
        }
    }

    [Fact]
    public async Task Settings_ChangedWhileTheBrowserWasSomeoneElses_AreKeptOnceThePageIsConfirmed()
    {
        await using AnnotationSession session = await OpenAsync("alice", isAdmin: false);
        _rig.SignIns.Add("bob", isAdmin: false, former: session.Owner.SignIn.SessionId);
        await session.Settings.KeepPanelWidthsAsync(111, 222);
        await session.Settings.KeepDisplayAsync(JsonSerializer.SerializeToElement(new { set = new { smooth = true }, channels = new { } }));

        session.ConfirmBlocked();

        string file = Path.Combine(_rig.Folder, "annotations", "preferences", "alice.json");
        await Eventually.IsTrueAsync(() => File.Exists(file), "the settings are kept");
        string kept = await File.ReadAllTextAsync(file, Ct);
        Assert.Contains("smooth", kept, StringComparison.Ordinal);
        Assert.Contains("222", kept, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"measure":"k","teleport":"t","unsure":"F13"}""", "k")]
    [InlineData("""{"measure":{"key":"k"}}""", "m")]
    [InlineData("""["u","n"]""", "m")]
    [InlineData("\"leftHand\"", "m")]
    public async Task Keys_ThatThisVersionDoesNotKnow_AreHarmlessAndStayInTheFile(string keys, string measure)
    {
        string folder = Path.Combine(_rig.Folder, "annotations", "preferences");
        string file = Path.Combine(folder, "alice.json");
        Directory.CreateDirectory(folder);
        await File.WriteAllBytesAsync(file, Encoding.UTF8.GetBytes("""{"ui":{"skipAnnotated":true,"keys":""" + keys + "}}"), Ct);
        await using AnnotationSession session = await OpenAsync("alice", isAdmin: false);

        Assert.True(session.Settings.SkipAnnotated);
        Assert.Equal(measure, session.Viewer.Options().Keys!["measure"]);
        Assert.Equal("u", session.Viewer.Options().Keys!["unsure"]);
        session.Settings.AutoAdvance = true;
        await session.Settings.KeepChoicesAsync();
        Assert.Contains($"\"keys\":{keys}", (await File.ReadAllTextAsync(file, Ct)).Replace(" ", "", StringComparison.Ordinal).Replace("\n", "", StringComparison.Ordinal), StringComparison.Ordinal);

        await UseKeysAsync(session, "note", "k");
        await using AnnotationSession again = await OpenAsync("alice", isAdmin: false);
        Assert.Equal("k", again.Viewer.Options().Keys!["note"]);
        Assert.Equal(keys.Contains("teleport", StringComparison.Ordinal), (await File.ReadAllTextAsync(file, Ct)).Contains("teleport", StringComparison.Ordinal));
    }

    private static Task UseKeysAsync(AnnotationSession session, string command, string key)
    {
        KeyDraft draft = session.Settings.Keys.Draft();
        draft.Give(command, key);
        draft.KeepOnly(command);
        return session.Settings.Keys.UseAsync(draft);
    }

    private async Task<AnnotationSession> OpenAsync(string username, bool isAdmin)
    {
        AnnotationSession session = await _rig.OpenPageAsync(_rig.SignIns.Add(username, isAdmin, former: null));
        Assert.True(session.TryBegin(null, null));
        return session;
    }

    private void Paint(AnnotationSession session, string root, string block, SeenChannel[] seen) =>
        session.Viewer.OnPainted(_rig.Report(block, seen, root));

    private Task<LabelOutcome> LabelAsync(AnnotationSession session, string block, int? label) => _rig.LabelAsync(block, label, Seen, page: session);

    private Task<LabelOutcome> UndoAsync(AnnotationSession session, bool redo) =>
        session.Viewer.UndoAsync(_rig.Undo(session.Mode, redo));

    private Block Find(string id) => _rig.Catalog.Current.Blocks.Single(block => block.Id.Value == id);

    /// <summary>Of the share and of what this machine keeps, once all that waits is written.</summary>
    private async Task<string> ContentAsync()
    {
        Assert.True((await _rig.Share.FlushAsync(TimeSpan.FromMinutes(1))).FilesWritten);
        IEnumerable<string> files = new[] { "annotations", "state" }
            .Select(name => Path.Combine(_rig.Folder, name))
            .SelectMany(folder => Directory.GetFiles(folder, "*", SearchOption.AllDirectories))
            .Order(StringComparer.Ordinal);
        return string.Join('\n', files.Select(path => $"{path} {Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(path)))}"));
    }
}

using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Decisions;
using ProteomicsAnnotator.Core.Export;
using ProteomicsAnnotator.Core.Roots;
using ProteomicsAnnotator.Core.Share;
using ProteomicsAnnotator.Core.Snapshots;
using ProteomicsAnnotator.Core.Tests.Labels;

namespace ProteomicsAnnotator.Core.Tests.Decisions;

/// <summary>Labels of the original program under a name that is no username: they count once an admin has said whose they are, and no longer than that.</summary>
public sealed class OddNamesTests : IDisposable
{
    private const string Name = "José Müller";
    private static readonly BlockId First = BlockId.Parse("block_0001");
    private static readonly BlockId Second = BlockId.Parse("block_0002");
    private readonly LabelRig _rig = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _rig.Dispose();

    /// <summary>The file's name is composed or, as macOS writes it, decomposed; the person may have labels here or none yet.</summary>
    [Theory]
    [InlineData(Name, true)]
    [InlineData(Name, false)]
    [InlineData("Jose\u0301 Mu\u0308ller", true)]
    [InlineData("j.mueller", false)]
    [InlineData("ann-maria", true)]
    public async Task File_CountsAsSomebodysLabels_AsLongAsAnAdminSaysSo(string stem, bool hasOwn)
    {
        string name = UnicodeForm.ToNfc(stem);
        _rig.WriteShare($"users/{stem}.json", $$$"""
            {"username": "{{{name}}}", "annotations": {
              "block_0001": {"label": 3, "annotated_at": "2024-01-03T00:00:00+00:00"}, "block_0002": {"label": 2, "annotated_at": "2024-01-03T00:00:00+00:00"} } }
            """);
        if (hasOwn)
        {
            _rig.WriteShare("users/jose.json", """{"username": "jose", "annotations": {"block_0001": {"label": 1, "annotated_at": "2025-01-03T00:00:00+00:00"} } }""");
        }

        await using LabelShare share = await _rig.OpenAsync();
        await AssertUnclaimedAsync(share, name, hasOwn);
        AllVotes before = await share.ReadAllUsersAsync(Ct);
        var said = new PersonChange(null, new PersonSameness("jose"));
        Assert.Null(PeopleEffect.WhyNot(before, name, said));
        Assert.StartsWith($"2 labels given as {name} count as jose's.", PeopleEffect.Words(before, name, said), StringComparison.Ordinal);

        await DecideAsync(name, said);

        foreach (AllVotes votes in await LabelRig.AllReadingsAsync(share))
        {
            UserVotes jose = Assert.Single(votes.Users);
            Assert.Equal(("jose", hasOwn ? 1 : 3, 2), (jose.Username, jose.Votes[First].Label, jose.Votes[Second].Label));
            Assert.Equal(hasOwn ? [name, "jose"] : [name], votes.Names.Order(StringComparer.Ordinal));
            Assert.Empty(votes.NotCounted);
            Assert.Empty(votes.Unreadable);
        }

        BlockHistory history = await share.ReadHistoryAsync(LabelRig.Key("block_0002"), withEvidence: false, Ct);
        Assert.Contains(history.Entries, entry => UnicodeForm.ToNfc(entry.By) == name && entry.Label == 2);
        PeopleDecisions people = PeopleDecisions.Read(new SharedRoot(_rig.Settings()));
        List<string> faults = [];
        Assert.Contains($"users/{stem}.json", ExportManifest.InputsOf(_rig.Annotations, faults, people).Select(file => file.Path));
        Assert.DoesNotContain($"users/{stem}.json", ExportManifest.InputsOf(_rig.Annotations, faults, PeopleDecisions.None).Select(file => file.Path));

        await DecideAsync(name, new PersonChange(null, new PersonSameness(null)));
        await AssertUnclaimedAsync(share, name, hasOwn);
        Assert.Empty((await share.ReadHistoryAsync(LabelRig.Key("block_0002"), withEvidence: false, Ct)).Entries);
    }

    /// <summary>A folder that two systems wrote to may have both spellings.</summary>
    [Fact]
    public async Task FilesWhoseNamesDifferInSpellingOnly_AreOneName_WithTheLabelsOfBoth()
    {
        string[] stems = [Name, "Jose\u0301 Mu\u0308ller"];
        _rig.WriteUser($"users/{stems[0]}.json", stems[0], ("block_0001", "1"));
        _rig.WriteUser($"users/{stems[1]}.json", stems[1], ("block_0001", "1"), ("block_0002", "2"), ("block_0003", "2"));
        await using LabelShare share = await _rig.OpenAsync();
        var said = new PersonChange(null, new PersonSameness("jose"));

        foreach (AllVotes votes in await LabelRig.AllReadingsAsync(share))
        {
            Assert.Equal([Name], votes.Names);
            Assert.Equal(3, votes.GivenAs(Name)!.Votes.Count);
            Assert.StartsWith($"3 labels given as {Name} count as jose's.", PeopleEffect.Words(votes, Name, said), StringComparison.Ordinal);
        }

        await DecideAsync(Name, said);
        Assert.All(await LabelRig.AllReadingsAsync(share), votes => Assert.Equal(3, Assert.Single(votes.Users).Votes.Count));
    }

    [Fact]
    public async Task CopyOfSomebodysFile_IsNeverAFurtherPersons()
    {
        _rig.WriteUser("users/ann.json", "ann", ("block_0001", "1"));
        _rig.WriteUser("users/ann (conflicted copy).json", "ann", ("block_0001", "2"), ("block_0002", "2"));
        await using LabelShare share = await _rig.OpenAsync();

        foreach (AllVotes votes in await LabelRig.AllReadingsAsync(share))
        {
            Assert.Equal(["ann"], votes.Names);
            Assert.Contains("ann (conflicted copy).json", Assert.Single(votes.NotCounted), StringComparison.Ordinal);
            Assert.Equal("no annotator is called ann (conflicted copy); the annotators are ann", PeopleEffect.WhyNot(votes, "ann (conflicted copy)", new PersonChange(null, new PersonSameness("ann"))));
        }
    }

    [Fact]
    public async Task DamagedFile_OfANobody_StopsNothing_AndOnceItIsSomebodys_IsNamedAsUnread()
    {
        _rig.WriteUser("users/ann.json", "ann", ("block_0001", "1"));
        _rig.WriteShare("users/Ann Two.json", "{\"username\": \"Ann Two\", ");
        await using LabelShare share = await _rig.OpenAsync();

        Assert.All(await LabelRig.AllReadingsAsync(share), votes => Assert.Empty(votes.Unreadable));
        await DecideAsync("Ann Two", new PersonChange(null, new PersonSameness("ann")));
        Assert.All(await LabelRig.AllReadingsAsync(share), votes => Assert.Contains("Ann Two.json", Assert.Single(votes.Unreadable).Message, StringComparison.Ordinal));
    }

    [Fact]
    public async Task WhatMakesNoSense_IsRefused()
    {
        _rig.WriteUser("users/ann.json", "ann", ("block_0001", "1"));
        _rig.WriteUser("users/Ann Two.json", "Ann Two", ("block_0001", "1"));
        await using LabelShare share = await _rig.OpenAsync();
        AllVotes votes = await share.ReadAllUsersAsync(Ct);

        Assert.Contains("is no username, so its labels count only as somebody's", PeopleEffect.WhyNot(votes, "Ann Two", new PersonChange(new PersonExclusion("why"), null)), StringComparison.Ordinal);
        Assert.Contains("Ann Two is no username", PeopleEffect.WhyNot(votes, "ann", new PersonChange(null, new PersonSameness("Ann Two"))), StringComparison.Ordinal);
        Assert.Contains("no annotator is called Ann Three", PeopleEffect.WhyNot(votes, "Ann Three", new PersonChange(null, new PersonSameness("ann"))), StringComparison.Ordinal);
    }

    private static async Task AssertUnclaimedAsync(LabelShare share, string name, bool hasOwn)
    {
        foreach (AllVotes votes in await LabelRig.AllReadingsAsync(share))
        {
            Assert.Equal(hasOwn ? ["jose"] : [], votes.Users.Select(user => user.Username));
            Assert.Contains("is nobody's file of labels", Assert.Single(votes.NotCounted), StringComparison.Ordinal);
            Assert.Equal(name, votes.Names[^1]);
        }
    }

    private Task DecideAsync(string username, PersonChange change) =>
        PeopleDecisions.WriteAsync(new SharedRoot(_rig.Settings()), new Dictionary<string, PersonChange>(StringComparer.Ordinal) { [username] = change }, "lead");
}

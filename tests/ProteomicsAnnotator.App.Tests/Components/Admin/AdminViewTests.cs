using System.Globalization;
using AngleSharp.Dom;
using Bunit;
using Microsoft.AspNetCore.Components.Web;
using ProteomicsAnnotator.App.Components.Admin;
using ProteomicsAnnotator.App.Components.Admin.Agreement;
using ProteomicsAnnotator.App.Reviewing;
using ProteomicsAnnotator.App.Tests.Reviewing;
using ProteomicsAnnotator.Core.Agreement;

namespace ProteomicsAnnotator.App.Tests.Components.Admin;

public sealed class AdminViewTests : IAsyncLifetime
{
    private readonly ReviewFolder _folder = ReviewFolder.ProjectSmall();
    private readonly BunitContext _page = new();

    public AdminViewTests()
    {
        // Whatever else a component would call fails the test.
        _page.JSInterop.SetupModule("./Components/Admin/AdminView.razor.js").SetupVoid("watchUndo", _ => true).SetVoidResult();
        BunitJSModuleInterop grid = _page.JSInterop.SetupModule("./Components/Admin/Table/ReviewGrid.razor.js");
        grid.SetupVoid("keepKeys", _ => true).SetVoidResult();
        grid.SetupVoid("reveal", _ => true).SetVoidResult();
    }

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await _page.DisposeAsync();
        await _folder.DisposeAsync();
    }

    [Fact]
    public async Task Table_UserFiles_HasARowPerBlockAndTheFiveFigures()
    {
        (IRenderedComponent<AdminView> view, _) = await RenderAsync();

        await view.InvokeAsync(() =>
        {
            Assert.Equal(10, Rows(view).Count);
            Assert.Equal("10", Text(view, "stat-total"));
            Assert.Equal("9", Text(view, "stat-annotated"));
            Assert.Equal("5", Text(view, "stat-disagreements"));
            Assert.Equal("44.4%", Text(view, "stat-consensus-rate"));
            Assert.Equal("4", Text(view, "stat-annotators"));
            Assert.Equal("Disagree", Cell(view, 7, "status"));
            Assert.Equal("Agree", Cell(view, 1, "status"));
            Assert.Equal("Not annotated", Cell(view, 10, "status"));
            Assert.Contains("tie", Cell(view, 7, "consensus"), StringComparison.Ordinal);
            Assert.Contains("Class 2", Cell(view, 2, "consensus"), StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task SetFinalLabel_SelectedRow_ShowsItAndKeepsTheSelection()
    {
        (IRenderedComponent<AdminView> view, ReviewSession review) = await RenderAsync();

        await ClickAsync(view, $"[data-block-id={ReviewFolder.Id(2)}]");
        await view.InvokeAsync(() => view.Find("[data-testid=final-label]").Input("1"));
        await ClickAsync(view, "[data-testid=set-final-label]");

        Assert.Equal(1, review.Table[1].FinalLabel?.Label);
        await view.WaitForAssertionAsync(() => Assert.Contains("Class 1", Cell(view, 2, "final"), StringComparison.Ordinal), TimeSpan.FromMinutes(2));
        await view.InvokeAsync(() => Assert.Equal("true", Row(view, 2).GetAttribute("aria-selected")));

        await ClickAsync(view, "[data-testid=clear-final-label]");
        Assert.Null(review.Table[1].FinalLabel);
    }

    [Fact]
    public async Task SetFinalLabel_NothingSelectedOrNoSuchClass_CannotBePressed()
    {
        (IRenderedComponent<AdminView> view, _) = await RenderAsync();
        await view.InvokeAsync(() => Assert.True(view.Find("[data-testid=set-final-label]").HasAttribute("disabled")));

        await ClickAsync(view, $"[data-block-id={ReviewFolder.Id(2)}]");
        await view.InvokeAsync(() => Assert.False(view.Find("[data-testid=set-final-label]").HasAttribute("disabled")));
        await view.InvokeAsync(() => view.Find("[data-testid=final-label]").Input("4"));

        await view.InvokeAsync(() => Assert.True(view.Find("[data-testid=set-final-label]").HasAttribute("disabled")));
    }

    [Fact]
    public async Task FinalLabelField_Enter_SetsItAsTheButtonDoes()
    {
        (IRenderedComponent<AdminView> view, ReviewSession review) = await RenderAsync();
        await ClickAsync(view, $"[data-block-id={ReviewFolder.Id(2)}]");

        await view.InvokeAsync(() => view.Find("[data-testid=final-label]").Input("1"));
        await view.InvokeAsync(() => view.Find("[data-testid=final-label]").KeyDownAsync(new KeyboardEventArgs { Key = "Enter" }));

        Assert.Equal(1, review.Table[1].FinalLabel?.Label);
        await view.InvokeAsync(() => view.Find("[data-testid=final-label]").Input("4"));
        await view.InvokeAsync(() => view.Find("[data-testid=final-label]").KeyDownAsync(new KeyboardEventArgs { Key = "Enter" }));
        Assert.Equal(1, review.Table[1].FinalLabel?.Label);
    }

    [Fact]
    public async Task FinalLabelField_AnotherSelection_ShowsWhatItHasInCommon()
    {
        (IRenderedComponent<AdminView> view, ReviewSession review) = await RenderAsync();
        await review.SetFinalLabelAsync([ReviewFolder.Id(2), ReviewFolder.Id(3)], 3, CancellationToken.None);
        await review.SetFinalLabelAsync([ReviewFolder.Id(4)], 1, CancellationToken.None);
        await view.WaitForAssertionAsync(() => Assert.Contains("Class 1", Cell(view, 4, "final"), StringComparison.Ordinal), TimeSpan.FromMinutes(2));
        await view.InvokeAsync(() => view.Find("[data-testid=final-label]").Input("2"));

        Assert.Equal("3", await FieldAfterAsync(view, 2, shift: false));
        Assert.Equal("3", await FieldAfterAsync(view, 3, shift: true));
        Assert.Equal("2", await FieldAfterAsync(view, 4, shift: true));
        Assert.Equal("1", await FieldAfterAsync(view, 4, shift: false));
        Assert.Equal("2", await FieldAfterAsync(view, 5, shift: false));
    }

    [Fact]
    public async Task Adjudication_UnderWay_IsSaidAndLeftByEscape()
    {
        (IRenderedComponent<AdminView> view, ReviewSession review) = await RenderAsync();
        await view.InvokeAsync(() => Assert.Empty(view.FindAll("[data-testid=adjudication-running]")));

        Assert.True(await review.Adjudication.StartAsync(AdjudicationOrder.VoteEntropy, CancellationToken.None));
        await view.WaitForAssertionAsync(
            () => Assert.Contains("0 of 5 decided", Text(view, "adjudication-running"), StringComparison.Ordinal), TimeSpan.FromMinutes(2));
        await EscapeAsync();

        Assert.False(review.Adjudication.IsUnderWay);
        await view.WaitForAssertionAsync(() => Assert.Empty(view.FindAll("[data-testid=adjudication-running]")), TimeSpan.FromMinutes(2));
        await view.InvokeAsync(() => Assert.Contains("0 of 5 blocks decided", view.Find(".message").TextContent, StringComparison.Ordinal));
    }

    /// <summary>As the page's script calls it.</summary>
    private Task EscapeAsync()
    {
        object callbacks = _page.JSInterop.Invocations["watchUndo"].Single().Arguments.Single(argument => argument is IDisposable)!;
        object target = callbacks.GetType().GetProperty("Value")!.GetValue(callbacks)!;
        return (Task)target.GetType().GetMethod("OnEscapeAsync")!.Invoke(target, [])!;
    }

    [Fact]
    public async Task SecondOpinion_OfFiguresFromBefore_NamesWhoThoseLeaveOut()
    {
        ReviewSession review = await _folder.OpenAsync("ann");
        foreach (AnnotatorColumn column in review.Table.Annotators)
        {
            await review.SetExcludedAsync(column.Username, true, CancellationToken.None);
        }

        ReviewFigures? figures = null;
        await ReviewFolder.UntilAsync(() => (figures = review.Figures) is { IsComplete: true, SecondOpinion: null }, "figures");
        await review.SetExcludedAsync("alice", false, CancellationToken.None);

        IRenderedComponent<SecondOpinion> opinion = _page.Render<SecondOpinion>(parameters => parameters
            .Add(component => component.Review, review)
            .Add(component => component.Figures, figures));

        await opinion.InvokeAsync(() => Assert.Contains("alice, bob, carol, dave", opinion.Markup, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Disagreements_Clicked_AreListed_AndTheTotalListsAllAgain()
    {
        (IRenderedComponent<AdminView> view, _) = await RenderAsync();
        int disagreements = int.Parse(Text(view, "stat-disagreements"), CultureInfo.InvariantCulture);

        await ClickAsync(view, "[data-testid=stat-disagreements] button");
        await view.WaitForAssertionAsync(() => Assert.Equal(disagreements, view.FindAll("[data-testid=admin-row]").Count), TimeSpan.FromMinutes(2));
        Assert.All(view.FindAll("[data-testid=admin-row] [data-cell=status]"), cell => Assert.Equal("Disagree", cell.TextContent.Trim()));

        await ClickAsync(view, "[data-testid=stat-total] button");
        await view.WaitForAssertionAsync(() => Assert.Equal(Text(view, "stat-total"), view.Find("[role=grid]").GetAttribute("aria-rowcount")), TimeSpan.FromMinutes(2));
    }

    [Fact]
    public async Task KappaCell_Clicked_ListsTheBlocksOfThePair()
    {
        (IRenderedComponent<AdminView> view, ReviewSession review) = await RenderAsync();
        await ReviewFolder.UntilAsync(() => review.Figures is { IsComplete: true }, "figures");
        await view.WaitForElementAsync("[data-pair=carol-dave]", TimeSpan.FromMinutes(2));

        await ClickAsync(view, "[data-pair=carol-dave]");

        await view.InvokeAsync(() => Assert.Equal(["block_0003", "block_0005", "block_0008", "block_0009"], Rows(view).Select(row => row.GetAttribute("data-block-id"))));
        await ClickAsync(view, "[data-cell='2-1']");
        await view.InvokeAsync(() => Assert.Equal(["block_0005"], Rows(view).Select(row => row.GetAttribute("data-block-id"))));
    }

    [Fact]
    public async Task Keyboard_ArrowsAndShift_SelectRows()
    {
        (IRenderedComponent<AdminView> view, _) = await RenderAsync();
        IElement Grid() => view.Find("[data-testid=admin-table]");

        await view.InvokeAsync(() => Grid().KeyDown(new KeyboardEventArgs { Key = "ArrowDown" }));
        await view.InvokeAsync(() => Grid().KeyDown(new KeyboardEventArgs { Key = "ArrowDown" }));
        await view.InvokeAsync(() => Grid().KeyDown(new KeyboardEventArgs { Key = "ArrowDown", ShiftKey = true }));

        await view.InvokeAsync(() => Assert.Equal(["block_0002", "block_0003"], Rows(view).Where(row => row.GetAttribute("aria-selected") == "true").Select(row => row.GetAttribute("data-block-id"))));
    }

    [Fact]
    public async Task Share_NewVote_AppearsByItself()
    {
        (IRenderedComponent<AdminView> view, _) = await RenderAsync();

        _folder.Put("erin", null, null, null, null, null, null, null, null, null, 2);

        await view.WaitForAssertionAsync(() => Assert.Equal("1 vote", Cell(view, 10, "status")), TimeSpan.FromMinutes(2));
        await view.InvokeAsync(() => Assert.Equal("5", Text(view, "stat-annotators")));
    }

    [Fact]
    public async Task Excluded_Annotator_IsMarkedAndInTheExportLink()
    {
        (IRenderedComponent<AdminView> view, ReviewSession review) = await RenderAsync();

        await review.SetExcludedAsync("dave", true, CancellationToken.None);

        await view.WaitForAssertionAsync(() => Assert.Equal("/api/export.csv?exclude=dave", view.Find("[data-testid=export-csv]").GetAttribute("href")), TimeSpan.FromMinutes(2));
        await view.InvokeAsync(() =>
        {
            Assert.Equal("3", Text(view, "stat-annotators"));
            Assert.NotEmpty(view.FindAll("th.excluded"));
            Assert.Equal("dave", Text(view, "stat-excluded"));
        });
    }

    [Fact]
    public async Task Exports_AllOfThem_AreInTheMenuAndCarryWhoIsExcluded()
    {
        (IRenderedComponent<AdminView> view, ReviewSession review) = await RenderAsync();
        await review.SetExcludedAsync("dave", true, CancellationToken.None);
        string[] expected =
        [
            "export.csv", "export/blocks.csv", "export/blocks.parquet", "export/long.csv", "export/labels.parquet", "export/annotations.json",
            "export/statistics.json", "export/figures.zip", "export/history.csv", "export/all.zip", "export/manifest.json",
        ];

        await view.WaitForAssertionAsync(
            () => Assert.Equal(
                expected.Select(path => $"/api/{path}?exclude=dave"),
                view.FindAll("a[download]").Select(link => link.GetAttribute("href"))),
            TimeSpan.FromMinutes(2));
    }

    [Fact]
    public async Task Excluded_SomeoneWhoseFileIsGone_IsNotAskedOfAnExport()
    {
        ReviewSession review = await _folder.OpenAsync("ann");
        await review.SetExcludedAsync("gone", true, CancellationToken.None);
        IRenderedComponent<AdminView> view = _page.Render<AdminView>(parameters => parameters.Add(component => component.Review, review));

        await view.InvokeAsync(() => Assert.Equal("/api/export.csv", view.Find("[data-testid=export-csv]").GetAttribute("href")));
    }

    [Fact]
    public async Task Filter_LabelThatIsNoClass_ListsItsBlocks()
    {
        _folder.Put("erin", null, null, null, null, null, null, null, null, 9, null);
        (IRenderedComponent<AdminView> view, _) = await RenderAsync();

        await view.InvokeAsync(() => view.Find("select[aria-label='Class of the result']").Change("none"));

        await view.InvokeAsync(() => Assert.Equal(["block_0009"], Rows(view).Select(row => row.GetAttribute("data-block-id"))));
    }

    [Fact]
    public async Task Excluded_Everybody_IsTheReasonGivenForNoFigures()
    {
        (IRenderedComponent<AdminView> view, ReviewSession review) = await RenderAsync();

        foreach (AnnotatorColumn column in review.Table.Annotators)
        {
            await review.SetExcludedAsync(column.Username, true, CancellationToken.None);
        }

        string excluded = $"{string.Join(", ", review.Excluded)} are excluded.";
        await view.WaitForAssertionAsync(
            () =>
            {
                string figures = view.Find("aside.panel").TextContent;
                Assert.Contains($"Fewer than two annotators have labels that count: {excluded}", figures, StringComparison.Ordinal);
                Assert.Contains($"No labels that count: {excluded}", figures, StringComparison.Ordinal);
                Assert.Contains("no block has two labels that count", figures, StringComparison.Ordinal);
                Assert.DoesNotContain("No labels yet", figures, StringComparison.Ordinal);
            },
            TimeSpan.FromMinutes(2));
    }

    [Fact]
    public async Task UnreadableUserFile_IsNamed()
    {
        _folder.PutText("users/broken.json", "{ no json");

        (IRenderedComponent<AdminView> view, _) = await RenderAsync();

        await view.InvokeAsync(() =>
        {
            Assert.Contains("broken", view.Find("[role=alert]").TextContent, StringComparison.Ordinal);
            Assert.Equal(10, Rows(view).Count);
        });
    }

    [Fact]
    public async Task Adjudication_Start_TellsThePage()
    {
        ReviewSession review = await _folder.OpenAsync("ann");
        bool told = false;
        IRenderedComponent<AdminView> view = _page.Render<AdminView>(parameters => parameters
            .Add(component => component.Review, review)
            .Add(component => component.OnAdjudicate, () => told = true));

        await ClickAsync(view, "[data-testid=start-adjudication]");

        Assert.True(told);
        Assert.Equal(ReviewFolder.Id(7), review.Adjudication.Current);
    }

    [Fact]
    public async Task Undo_FinalLabelsOfTwoRows_IsOneStepAndSaysSo()
    {
        (IRenderedComponent<AdminView> view, ReviewSession review) = await RenderAsync();
        int?[] Finals() => [.. review.Table.Rows.Select(row => row.FinalLabel?.Label)];
        int?[] before = Finals();
        Assert.Equal((false, false), await StepsAsync(view));
        await ClickAsync(view, $"[data-block-id={ReviewFolder.Id(2)}]");
        await view.InvokeAsync(() => view.Find($"[data-block-id={ReviewFolder.Id(4)}]").ClickAsync(new MouseEventArgs { ShiftKey = true }));
        await view.InvokeAsync(() => view.Find("[data-testid=final-label]").Input("3"));
        await ClickAsync(view, "[data-testid=set-final-label]");
        Assert.Equal(before, Finals());
        Assert.Equal("Set the final label of 3 blocks to 3 – Class 3? 2 of 3 contradict the votes.", await QuestionAsync(view));
        await ClickAsync(view, "[data-testid=answer-no]");
        Assert.Equal(before, Finals());
        await ClickAsync(view, "[data-testid=set-final-label]");
        await ClickAsync(view, "[data-testid=answer-yes]");
        int?[] set = Finals();
        Assert.Equal([3, 3, 3], set[1..4]);
        Assert.Equal((true, false), await StepsAsync(view));

        await ClickAsync(view, "[data-testid=undo-final-label]");

        Assert.Equal(before, Finals());
        Assert.Equal((false, true), await StepsAsync(view));
        await view.InvokeAsync(() => Assert.Equal("Undone: 3 blocks are as they were.", view.Find("[role=status].message").TextContent));
        await ClickAsync(view, "[data-testid=redo-final-label]");
        await view.InvokeAsync(() => Assert.Equal("Redone: 3 blocks are 3 – Class 3 again.", view.Find("[role=status].message").TextContent));
        Assert.Equal(set, Finals());
    }

    [Fact]
    public async Task AcceptConsensus_OfAllRows_IsOneStepAndLeavesTiesAsTheyAre()
    {
        (IRenderedComponent<AdminView> view, ReviewSession review) = await RenderAsync();
        await review.SetFinalLabelAsync([ReviewFolder.Id(8)], 2, CancellationToken.None);
        await review.SetFinalLabelAsync([ReviewFolder.Id(10)], 1, CancellationToken.None);
        int?[] Finals() => [.. review.Table.Rows.Select(row => row.FinalLabel?.Label)];
        int?[] before = Finals();
        await SelectAllAsync(view);

        await ClickAsync(view, "[data-testid=accept-consensus]");

        // Votes: 1,1,1 / 1,2,2 / 3,3,3,3 / 1,2 / 2,2,2,1 / 1 / 1,2,3 / 2,2,2,2 / 3,3,1,1 / none.
        Assert.Equal([1, 2, 3, null, 2, 1, null, 2, null, 1], Finals());
        await view.InvokeAsync(() => Assert.Equal(
            "5 blocks: the final label is the consensus now. 4 blocks without votes or with a tie are left as before.",
            view.Find("[role=status].message").TextContent));
        await ClickAsync(view, "[data-testid=undo-final-label]");
        Assert.Equal(before, Finals());
        Assert.Equal((true, true), await StepsAsync(view));
    }

    [Fact]
    public async Task Filter_FinalDiffersFromVotes_ListsThoseBlocks()
    {
        (IRenderedComponent<AdminView> view, ReviewSession review) = await RenderAsync();
        await review.SetFinalLabelAsync([ReviewFolder.Id(1), ReviewFolder.Id(2), ReviewFolder.Id(10)], 2, CancellationToken.None);

        await view.InvokeAsync(() => view.Find("[data-testid=filter-final-differs]").Change(true));

        await view.InvokeAsync(() => Assert.Equal([ReviewFolder.Id(1).Value], Rows(view).Select(row => row.GetAttribute("data-block-id"))));
    }

    [Fact]
    public async Task SetFinalLabel_OfMoreThanTwentyBlocks_AsksWithTheNumber()
    {
        await using var folder = new ReviewFolder(21);
        ReviewSession review = await folder.OpenAsync("ann");
        IRenderedComponent<AdminView> view = _page.Render<AdminView>(parameters => parameters.Add(component => component.Review, review));
        await SelectAllAsync(view);

        await ClickAsync(view, "[data-testid=set-final-label]");

        Assert.Equal("Set the final label of 21 blocks to 1 – Class 1?", await QuestionAsync(view));
        await ClickAsync(view, "[data-testid=answer-yes]");
        Assert.Equal(21, review.Table.Rows.Count(row => row.FinalLabel?.Label == 1));
        await ClickAsync(view, "[data-testid=clear-final-label]");
        Assert.Equal("Clear the final label of 21 blocks?", await QuestionAsync(view));
    }

    [Theory]
    [InlineData("set-final-label")]
    [InlineData("clear-final-label")]
    [InlineData("accept-consensus")]
    public async Task Question_WhileAnotherAdminDecides_IsAskedAnewForWhatThatReplaces(string button)
    {
        (IRenderedComponent<AdminView> view, ReviewSession review) = await RenderAsync();
        ReviewSession other = await _folder.OpenAsync("zoe");
        await other.SetFinalLabelAsync([ReviewFolder.Id(5)], 3, CancellationToken.None);
        await SelectAllAsync(view);
        await ClickAsync(view, $"[data-testid={button}]");
        Assert.Contains("block_0005", await QuestionAsync(view), StringComparison.Ordinal);
        await other.SetFinalLabelAsync([ReviewFolder.Id(8)], 3, CancellationToken.None);

        await ClickAsync(view, "[data-testid=answer-yes]");

        Assert.Contains("2 were decided by another admin (zoe: 2)", await QuestionAsync(view), StringComparison.Ordinal);
        Assert.Equal("zoe", review.Table.Find(ReviewFolder.Id(8))?.FinalLabel?.SetBy);
        await ClickAsync(view, "[data-testid=answer-yes]");
        Assert.DoesNotContain(review.Table.Rows, row => row.FinalLabel?.SetBy == "zoe");
    }

    [Fact]
    public async Task SetFinalLabel_WhereAnotherAdminDecided_AsksWhoWhenWhat()
    {
        (IRenderedComponent<AdminView> view, ReviewSession review) = await RenderAsync();
        ReviewSession other = await _folder.OpenAsync("zoe");
        await other.SetFinalLabelAsync([ReviewFolder.Id(10)], 2, CancellationToken.None);
        await ClickAsync(view, $"[data-block-id={ReviewFolder.Id(10)}]");
        await view.InvokeAsync(() => view.Find("[data-testid=final-label]").Input("1"));

        await ClickAsync(view, "[data-testid=set-final-label]");

        Assert.Equal(
            "Set the final label of block_0010 to 1 – Class 1? zoe set 2 – Class 2 just now on block_0010; that is replaced.", await QuestionAsync(view));
        Assert.Equal("zoe", review.Table.Find(ReviewFolder.Id(10))?.FinalLabel?.SetBy);
        await ClickAsync(view, "[data-testid=answer-yes]");
        Assert.Equal("ann", review.Table.Find(ReviewFolder.Id(10))?.FinalLabel?.SetBy);
    }

    [Fact]
    public async Task Row_Opened_IsInFinalLabelModeAlongTheTable()
    {
        ReviewSession review = await _folder.OpenAsync("ann");
        var opened = new List<string>();
        IRenderedComponent<AdminView> view = _page.Render<AdminView>(parameters => parameters
            .Add(component => component.Review, review)
            .Add(component => component.OnOpenBlock, block => opened.Add($"{block} {review.Adjudication.IsFromTable} {review.Adjudication.Current}")));

        await view.InvokeAsync(() => Row(view, 4).DoubleClickAsync(new MouseEventArgs()));

        Assert.Equal(["block_0004 True block_0004"], opened);
        Assert.Equal(10, review.Adjudication.Queue.Count);
        await review.Adjudication.DecideAsync(ReviewFolder.Id(4), 3, CancellationToken.None);
        Assert.Equal(ReviewFolder.Id(4), review.Adjudication.Current);
        review.Adjudication.CloseFromTable();
        Assert.False(review.Adjudication.IsUnderWay);
    }

    private static Task SelectAllAsync(IRenderedComponent<AdminView> view) => view.InvokeAsync(
        () => view.Find("[data-testid=admin-table]").KeyDownAsync(new KeyboardEventArgs { Key = "a", CtrlKey = true }));

    private static async Task<string> QuestionAsync(IRenderedComponent<AdminView> view)
    {
        string text = "";
        await view.InvokeAsync(() => text = view.Find("[data-testid=final-label-question] span").TextContent);
        return text;
    }

    [Fact]
    public async Task Decisions_BrowserSignedInAsSomeoneElse_AreRefusedInWords()
    {
        ReviewSession review = await _folder.OpenAsync("ann");
        string? blocked = null;
        IRenderedComponent<AdminView> view = _page.Render<AdminView>(parameters => parameters
            .Add(component => component.Review, review)
            .Add(component => component.WhyBlocked, () => blocked));
        await ClickAsync(view, $"[data-block-id={ReviewFolder.Id(2)}]");
        await ClickAsync(view, "[data-testid=set-final-label]");
        Assert.Equal(1, review.Table[1].FinalLabel?.Label);

        blocked = "This browser is now signed in as bob.";
        foreach (string button in (string[])["undo-final-label", "redo-final-label", "clear-final-label"])
        {
            await ClickAsync(view, $"[data-testid={button}]");

            Assert.Equal(1, review.Table[1].FinalLabel?.Label);
            await view.InvokeAsync(() => Assert.Equal(blocked, view.Find("[role=status].message").TextContent));
        }
    }

    [Fact]
    public async Task Coefficient_Undefined_SaysWhy()
    {
        (IRenderedComponent<AdminView> view, ReviewSession review) = await RenderAsync();
        foreach (AnnotatorColumn column in review.Table.Annotators.Skip(1))
        {
            await review.SetExcludedAsync(column.Username, true, CancellationToken.None);
        }

        await view.WaitForAssertionAsync(
            () => Assert.Contains("no block has two labels that count", view.Find("[data-testid=coefficients]").TextContent, StringComparison.Ordinal),
            TimeSpan.FromMinutes(2));
    }

    [Fact]
    public async Task Figures_SayOnWhichBlocksTheyAre()
    {
        (IRenderedComponent<AdminView> view, _) = await RenderAsync();

        await view.WaitForAssertionAsync(
            () =>
            {
                Assert.Contains("Fleiss' kappa (4 votes)", view.Find("[data-testid=coefficients]").TextContent, StringComparison.Ordinal);
                Assert.Equal("57.1%n 7", view.Find("[data-testid=annotators] [data-cell=agrees]").TextContent);
                Assert.Contains("95 % interval: ", view.Find("[data-pair=alice-bob]").GetAttribute("title"), StringComparison.Ordinal);
                Assert.Equal("37.5%", Text(view, "stat-consensus-rate-2"));
                Assert.Equal("1 vote", Cell(view, 6, "status"));
                Assert.DoesNotContain("agree", Row(view, 6).QuerySelector("[data-cell=status]")!.ClassList);
            },
            TimeSpan.FromMinutes(2));
    }

    [Theory]
    [InlineData(1, 2, "Set the final label of block_0001 to 2 – Class 2? Nobody voted for it.")]
    [InlineData(7, 3, null)]
    [InlineData(10, 2, null)]
    public async Task SetFinalLabel_OfOneBlock_AsksWhenNobodyVotedForIt(int block, int label, string? question)
    {
        (IRenderedComponent<AdminView> view, ReviewSession review) = await RenderAsync();
        await ClickAsync(view, $"[data-block-id={ReviewFolder.Id(block)}]");
        await view.InvokeAsync(() => view.Find("[data-testid=final-label]").Input($"{label}"));

        await ClickAsync(view, "[data-testid=set-final-label]");

        if (question is not null)
        {
            Assert.Equal(question, await QuestionAsync(view));
            Assert.Null(review.Table.Find(ReviewFolder.Id(block))?.FinalLabel);
            await ClickAsync(view, "[data-testid=answer-yes]");
        }

        Assert.Equal(label, review.Table.Find(ReviewFolder.Id(block))?.FinalLabel?.Label);
    }

    [Fact]
    public async Task SetFinalLabel_TheSameAsAnotherAdmins_IsAskedBeforeItBecomesOnesOwn()
    {
        (IRenderedComponent<AdminView> view, ReviewSession review) = await RenderAsync();
        ReviewSession other = await _folder.OpenAsync("zoe");
        await other.SetFinalLabelAsync([ReviewFolder.Id(2), ReviewFolder.Id(5)], 2, CancellationToken.None);
        await ClickAsync(view, $"[data-block-id={ReviewFolder.Id(2)}]");
        await view.InvokeAsync(() => view.Find($"[data-block-id={ReviewFolder.Id(5)}]").ClickAsync(new MouseEventArgs { CtrlKey = true }));
        await view.InvokeAsync(() => view.Find("[data-testid=final-label]").Input("2"));

        await ClickAsync(view, "[data-testid=set-final-label]");

        Assert.EndsWith("2 were decided by another admin (zoe: 2); these become yours.", await QuestionAsync(view), StringComparison.Ordinal);
        await ClickAsync(view, "[data-testid=answer-no]");
        Assert.Equal("zoe", review.Table.Find(ReviewFolder.Id(2))?.FinalLabel?.SetBy);
    }

    [Fact]
    public async Task AcceptConsensus_VotesThatComeBeforeTheAnswer_ChangeNothingOfWhatWasShown()
    {
        (IRenderedComponent<AdminView> view, ReviewSession review) = await RenderAsync();
        ReviewSession other = await _folder.OpenAsync("zoe");
        await other.SetFinalLabelAsync([ReviewFolder.Id(2)], 3, CancellationToken.None);
        await view.WaitForAssertionAsync(() => Assert.Contains("Class 3", Cell(view, 2, "final"), StringComparison.Ordinal), TimeSpan.FromMinutes(2));
        await ClickAsync(view, $"[data-block-id={ReviewFolder.Id(2)}]");
        Assert.Equal(2, review.Table.Find(ReviewFolder.Id(2))?.Consensus.Label);
        await ClickAsync(view, "[data-testid=accept-consensus]");
        Assert.Contains("zoe", await QuestionAsync(view), StringComparison.Ordinal);
        foreach (string voter in new[] { "eve", "fred", "gil" })
        {
            _folder.Put(voter, null, 1);
        }

        await ReviewFolder.UntilAsync(() => review.Table.Find(ReviewFolder.Id(2))?.Consensus.Label == 1, "the votes are there");
        await ClickAsync(view, "[data-testid=answer-yes]");

        FinalLabel? final = review.Table.Find(ReviewFolder.Id(2))?.FinalLabel;
        Assert.Equal((2, "ann"), (final?.Label, final?.SetBy));
    }

    [Fact]
    public async Task Columns_PeopleWithoutALabel_TakeNoRoom_AndUnreadableOnesAreShown()
    {
        _folder.Put("idle");
        _folder.PutText("users/broken.json", "{ no json");

        (IRenderedComponent<AdminView> view, _) = await RenderAsync();

        await view.InvokeAsync(() =>
        {
            Assert.Equal(
                ["alice", "bob", "broken", "carol", "dave"],
                view.FindAll("[data-testid=admin-table] thead th").Skip(5).Select(head => head.TextContent.Trim()));
            Assert.All(Rows(view), row => Assert.Equal(10, row.ChildElementCount));
        });
    }

    [Fact]
    public async Task ChangedFilesFilter_FilesAreOthersNow_SaysHowManyAndListsThem()
    {
        var file = new FileInfo(Path.Combine(_folder.DataRoot, ReviewFolder.Id(4).Value, "a.tif"));
        string now = string.Create(CultureInfo.InvariantCulture, $"{file.Length}-{file.LastWriteTimeUtc.Ticks}");
        _folder.Decide("alice", 4, 1, ("a.tif", now));
        _folder.Decide("bob", 7, 2, ("a.tif", "4711-1"));
        _folder.Decide("carol", 2, 2, ("gone.tif", "4711-1"), ("a.tif", "failed"));

        (IRenderedComponent<AdminView> view, _) = await RenderAsync();
        await view.WaitForAssertionAsync(() => Assert.Contains("files changed since labelled (2)", view.Find(".filter").TextContent, StringComparison.Ordinal), TimeSpan.FromMinutes(2));
        await view.InvokeAsync(() => Assert.Equal(10, Rows(view).Count));
        await view.InvokeAsync(() => view.Find("[data-testid=filter-changed-files]").Change(true));

        await view.InvokeAsync(() =>
        {
            Assert.Equal(["block_0002", "block_0007"], Rows(view).Select(row => row.GetAttribute("data-block-id")));
            Assert.Equal("a.tif is another file since bob labelled it", view.Find("[data-block-id=block_0007] [data-cell=votes] .mark").GetAttribute("title"));
            Assert.Equal("gone.tif is gone since carol labelled it", view.Find("[data-block-id=block_0002] [data-cell=votes] .mark").GetAttribute("title"));
        });
    }

    [Fact]
    public async Task ChangedFilesFilter_AfterRefresh_CountsAnew()
    {
        (IRenderedComponent<AdminView> view, _) = await RenderAsync();
        await view.WaitForAssertionAsync(() => Assert.Contains("files changed since labelled (0)", view.Find(".filter").TextContent, StringComparison.Ordinal), TimeSpan.FromMinutes(2));
        _folder.Decide("bob", 7, 2, ("a.tif", "4711-1"));

        await view.InvokeAsync(() => view.FindAll("button").Single(button => button.TextContent == "Refresh").ClickAsync(new MouseEventArgs()));

        await view.WaitForAssertionAsync(() => Assert.Contains("files changed since labelled (1)", view.Find(".filter").TextContent, StringComparison.Ordinal), TimeSpan.FromMinutes(2));
    }

    private async Task<(IRenderedComponent<AdminView> View, ReviewSession Review)> RenderAsync()
    {
        ReviewSession review = await _folder.OpenAsync("ann");
        return (_page.Render<AdminView>(parameters => parameters.Add(component => component.Review, review)), review);
    }

    /// <summary>
    /// Found and clicked in one turn of the renderer, as everything here is read in one: a background refresh may redraw
    /// in between, and nodes that are parsed while it does may stay those of before.
    /// </summary>
    private static Task ClickAsync(IRenderedComponent<AdminView> view, string selector) =>
        view.InvokeAsync(() => view.Find(selector).ClickAsync(new MouseEventArgs()));

    /// <summary>The final label shown in the field once this row is selected too.</summary>
    private static async Task<string?> FieldAfterAsync(IRenderedComponent<AdminView> view, int block, bool shift)
    {
        string? value = null;
        await view.InvokeAsync(() => Row(view, block).ClickAsync(new MouseEventArgs { ShiftKey = shift }));
        await view.InvokeAsync(() => value = view.Find("[data-testid=final-label]").GetAttribute("value"));
        return value;
    }

    /// <summary>Whether Undo and Redo can be pressed.</summary>
    private static async Task<(bool Undo, bool Redo)> StepsAsync(IRenderedComponent<AdminView> view)
    {
        (bool, bool) steps = default;
        await view.InvokeAsync(() => steps = (
            !view.Find("[data-testid=undo-final-label]").HasAttribute("disabled"),
            !view.Find("[data-testid=redo-final-label]").HasAttribute("disabled")));
        return steps;
    }

    private static IReadOnlyList<IElement> Rows(IRenderedComponent<AdminView> view) => view.FindAll("[data-testid=admin-row]");

    private static IElement Row(IRenderedComponent<AdminView> view, int block) => view.Find($"[data-block-id={ReviewFolder.Id(block)}]");

    private static string Cell(IRenderedComponent<AdminView> view, int block, string name) =>
        Row(view, block).QuerySelector($"[data-cell={name}]")!.TextContent.Trim();

    private static string Text(IRenderedComponent<AdminView> view, string testId) =>
        view.Find($"[data-testid={testId}]").TextContent.Trim();
}

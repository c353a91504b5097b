using System.Globalization;
using AngleSharp.Dom;
using Bunit;
using Microsoft.AspNetCore.Components.Web;
using ProteomicsAnnotator.App.Components.Admin;
using ProteomicsAnnotator.App.Reviewing;
using ProteomicsAnnotator.App.Tests.Reviewing;

namespace ProteomicsAnnotator.App.Tests.Components.Admin;

/// <summary>Which rows and columns the table has, what it lists when asked, and what a row opens.</summary>
public sealed class AdminTableTests : IAsyncDisposable
{
    private readonly AdminPage _page = new();

    public ValueTask DisposeAsync() => _page.DisposeAsync();

    [Fact]
    public async Task Table_UserFiles_HasARowPerBlockAndTheFiveFigures()
    {
        (IRenderedComponent<AdminView> view, _) = await _page.RenderAsync();

        await view.InvokeAsync(() =>
        {
            Assert.Equal(10, view.Rows().Count);
            Assert.Equal("10", view.Text("stat-total"));
            Assert.Equal("9", view.Text("stat-annotated"));
            Assert.Equal("5", view.Text("stat-disagreements"));
            Assert.Equal("44.4%", view.Text("stat-consensus-rate"));
            Assert.Equal("4", view.Text("stat-annotators"));
            Assert.Equal("Disagree", view.Cell(7, "status"));
            Assert.Equal("Agree", view.Cell(1, "status"));
            Assert.Equal("Not annotated", view.Cell(10, "status"));
            Assert.Contains("tie", view.Cell(7, "consensus"), StringComparison.Ordinal);
            Assert.Contains("Class 2", view.Cell(2, "consensus"), StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task Disagreements_Clicked_AreListed_AndTheTotalListsAllAgain()
    {
        (IRenderedComponent<AdminView> view, _) = await _page.RenderAsync();
        int disagreements = int.Parse(view.Text("stat-disagreements"), CultureInfo.InvariantCulture);

        await view.ClickAsync("[data-testid=stat-disagreements] button");
        await view.WaitForAssertionAsync(() => Assert.Equal(disagreements, view.FindAll("[data-testid=admin-row]").Count), TimeSpan.FromMinutes(2));
        Assert.All(view.FindAll("[data-testid=admin-row] [data-cell=status]"), cell => Assert.Equal("Disagree", cell.TextContent.Trim()));

        await view.ClickAsync("[data-testid=stat-total] button");
        await view.WaitForAssertionAsync(() => Assert.Equal(view.Text("stat-total"), view.Find("[role=grid]").GetAttribute("aria-rowcount")), TimeSpan.FromMinutes(2));
    }

    [Fact]
    public async Task Keyboard_ArrowsAndShift_SelectRows()
    {
        (IRenderedComponent<AdminView> view, _) = await _page.RenderAsync();
        IElement Grid() => view.Find("[data-testid=admin-table]");

        await view.InvokeAsync(() => Grid().KeyDown(new KeyboardEventArgs { Key = "ArrowDown" }));
        await view.InvokeAsync(() => Grid().KeyDown(new KeyboardEventArgs { Key = "ArrowDown" }));
        await view.InvokeAsync(() => Grid().KeyDown(new KeyboardEventArgs { Key = "ArrowDown", ShiftKey = true }));

        await view.InvokeAsync(() => Assert.Equal(["block_0002", "block_0003"], view.Rows().Where(row => row.GetAttribute("aria-selected") == "true").Select(row => row.GetAttribute("data-block-id"))));
    }

    [Fact]
    public async Task Share_NewVote_AppearsByItself()
    {
        (IRenderedComponent<AdminView> view, _) = await _page.RenderAsync();

        _page.Folder.Put("erin", null, null, null, null, null, null, null, null, null, 2);

        await view.WaitForAssertionAsync(() => Assert.Equal("1 vote", view.Cell(10, "status")), TimeSpan.FromMinutes(2));
        await view.InvokeAsync(() => Assert.Equal("5", view.Text("stat-annotators")));
    }

    [Fact]
    public async Task Filter_LabelThatIsNoClass_ListsItsBlocks()
    {
        _page.Folder.Put("erin", null, null, null, null, null, null, null, null, 9, null);
        (IRenderedComponent<AdminView> view, _) = await _page.RenderAsync();

        await view.InvokeAsync(() => view.Find("select[aria-label='Class of the result']").Change("none"));

        await view.InvokeAsync(() => Assert.Equal(["block_0009"], view.Rows().Select(row => row.GetAttribute("data-block-id"))));
    }

    [Fact]
    public async Task UnreadableUserFile_IsNamed()
    {
        _page.Folder.PutText("users/broken.json", "{ no json");

        (IRenderedComponent<AdminView> view, _) = await _page.RenderAsync();

        await view.InvokeAsync(() =>
        {
            Assert.Contains("broken", view.Find("[role=alert]").TextContent, StringComparison.Ordinal);
            Assert.Equal(10, view.Rows().Count);
        });
    }

    [Fact]
    public async Task Filter_FinalDiffersFromVotes_ListsThoseBlocks()
    {
        (IRenderedComponent<AdminView> view, ReviewSession review) = await _page.RenderAsync();
        await review.SetFinalLabelAsync([ReviewFolder.Id(1), ReviewFolder.Id(2), ReviewFolder.Id(10)], 2, CancellationToken.None);

        await view.InvokeAsync(() => view.Find("[data-testid=filter-final-differs]").Change(true));

        await view.InvokeAsync(() => Assert.Equal([ReviewFolder.Id(1).Value], view.Rows().Select(row => row.GetAttribute("data-block-id"))));
    }

    [Fact]
    public async Task Row_Opened_IsInFinalLabelModeAlongTheTable()
    {
        ReviewSession review = await _page.Folder.OpenAsync("ann");
        var opened = new List<string>();
        IRenderedComponent<AdminView> view = _page.Context.Render<AdminView>(parameters => parameters
            .Add(component => component.Review, review)
            .Add(component => component.OnOpenBlock, block => opened.Add($"{block} {review.Adjudication.IsFromTable} {review.Adjudication.Current}")));

        await view.InvokeAsync(() => view.Row(4).DoubleClickAsync(new MouseEventArgs()));

        Assert.Equal(["block_0004 True block_0004"], opened);
        Assert.Equal(10, review.Adjudication.Queue.Count);
        await review.Adjudication.DecideAsync(ReviewFolder.Id(4), 3, CancellationToken.None);
        Assert.Equal(ReviewFolder.Id(4), review.Adjudication.Current);
        review.Adjudication.CloseFromTable();
        Assert.False(review.Adjudication.IsUnderWay);
    }

    [Fact]
    public async Task Columns_PeopleWithoutALabel_TakeNoRoom_AndUnreadableOnesAreShown()
    {
        _page.Folder.Put("idle");
        _page.Folder.PutText("users/broken.json", "{ no json");

        (IRenderedComponent<AdminView> view, _) = await _page.RenderAsync();

        await view.InvokeAsync(() =>
        {
            Assert.Equal(
                ["alice", "bob", "broken", "carol", "dave"],
                view.FindAll("[data-testid=admin-table] thead th").Skip(5).Select(head => head.TextContent.Trim()));
            Assert.All(view.Rows(), row => Assert.Equal(10, row.ChildElementCount));
        });
    }

    [Fact]
    public async Task ChangedFilesFilter_FilesAreOthersNow_SaysHowManyAndListsThem()
    {
        var file = new FileInfo(Path.Combine(_page.Folder.DataRoot, ReviewFolder.Id(4).Value, "a.tif"));
        string now = string.Create(CultureInfo.InvariantCulture, $"{file.Length}-{file.LastWriteTimeUtc.Ticks}");
        _page.Folder.Decide("alice", 4, 1, ("a.tif", now));
        _page.Folder.Decide("bob", 7, 2, ("a.tif", "4711-1"));
        _page.Folder.Decide("carol", 2, 2, ("gone.tif", "4711-1"), ("a.tif", "failed"));

        (IRenderedComponent<AdminView> view, _) = await _page.RenderAsync();
        await view.WaitForAssertionAsync(() => Assert.Contains("files changed since labelled (2)", view.Find(".filter").TextContent, StringComparison.Ordinal), TimeSpan.FromMinutes(2));
        await view.InvokeAsync(() => Assert.Equal(10, view.Rows().Count));
        await view.InvokeAsync(() => view.Find("[data-testid=filter-changed-files]").Change(true));

        await view.InvokeAsync(() =>
        {
            Assert.Equal(["block_0002", "block_0007"], view.Rows().Select(row => row.GetAttribute("data-block-id")));
            Assert.Equal("a.tif is another file since bob labelled it", view.Find("[data-block-id=block_0007] [data-cell=votes] .mark").GetAttribute("title"));
            Assert.Equal("gone.tif is gone since carol labelled it", view.Find("[data-block-id=block_0002] [data-cell=votes] .mark").GetAttribute("title"));
        });
    }

    [Fact]
    public async Task ChangedFilesFilter_AfterRefresh_CountsAnew()
    {
        (IRenderedComponent<AdminView> view, _) = await _page.RenderAsync();
        await view.WaitForAssertionAsync(() => Assert.Contains("files changed since labelled (0)", view.Find(".filter").TextContent, StringComparison.Ordinal), TimeSpan.FromMinutes(2));
        _page.Folder.Decide("bob", 7, 2, ("a.tif", "4711-1"));

        await view.InvokeAsync(() => view.FindAll("button").Single(button => button.TextContent == "Refresh").ClickAsync(new MouseEventArgs()));

        await view.WaitForAssertionAsync(() => Assert.Contains("files changed since labelled (1)", view.Find(".filter").TextContent, StringComparison.Ordinal), TimeSpan.FromMinutes(2));
    }
}

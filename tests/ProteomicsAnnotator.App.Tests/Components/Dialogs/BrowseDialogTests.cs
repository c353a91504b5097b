using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using ProteomicsAnnotator.App.Components.Dialogs;
using Radzen;

namespace ProteomicsAnnotator.App.Tests.Components.Dialogs;

public sealed class BrowseDialogTests : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("browse");
    private readonly BunitContext _page = new();
    private readonly List<object?> _closedWith = [];

    public ValueTask InitializeAsync()
    {
        _folder.CreateSubdirectory("here");
        _folder.CreateSubdirectory("typed/block_0001");
        _page.Services.AddScoped<DialogService>();
        DialogService dialogs = _page.Services.GetRequiredService<DialogService>();
        dialogs.OnClose += result => _closedWith.Add((object?)result);
        _ = dialogs.OpenAsync<BrowseDialog>("Open a data folder");
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await _page.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Open_AfterAPathWasTyped_OpensThatOne()
    {
        IRenderedComponent<BrowseDialog> dialog = await RenderAsync();
        string typed = Path.Combine(_folder.FullName, "typed");

        await dialog.InvokeAsync(() => dialog.Find("[data-testid=browse-path]").Input(typed));
        await dialog.InvokeAsync(() => dialog.Find("[data-testid=browse-open]").ClickAsync(new MouseEventArgs()));

        Assert.Equal([typed], _closedWith);
    }

    [Fact]
    public async Task Go_ToAMountThatNeverAnswers_SaysWhatIsRead_AndCancelWorksMeanwhile()
    {
        string path = _folder.CreateSubdirectory("mount").FullName;
        using var mount = ProteomicsAnnotator.App.Tests.SigningIn.SilentMount.TryCreate(path);
        Assert.SkipWhen(mount is null, "needs Linux, root and FUSE");
        IRenderedComponent<BrowseDialog> dialog = await RenderAsync();
        await dialog.InvokeAsync(() => dialog.Find("[data-testid=browse-path]").Input(path));

        Task going = dialog.InvokeAsync(() => dialog.FindAll("button").Single(button => button.TextContent == "Go").ClickAsync(new MouseEventArgs()));
        await dialog.WaitForAssertionAsync(
            () => Assert.Equal($"Reading {path}…", dialog.Find("[data-testid=browse-found]").TextContent), TimeSpan.FromMinutes(1));
        Assert.False(going.IsCompleted);
        await dialog.InvokeAsync(() => dialog.FindAll("button").Single(button => button.TextContent == "Cancel").ClickAsync(new MouseEventArgs()));
        Assert.Equal([null], _closedWith);

        await going;
        await dialog.InvokeAsync(() =>
        {
            Assert.Contains("did not answer", dialog.Find("[role=alert]").TextContent, StringComparison.Ordinal);
            Assert.Equal("", dialog.Find("[data-testid=browse-found]").TextContent);
        });
    }

    [Fact]
    public async Task Go_ToABlock_SaysSoAndDoesNotOpenIt()
    {
        IRenderedComponent<BrowseDialog> dialog = await RenderAsync();
        await dialog.InvokeAsync(() => dialog.Find("[data-testid=browse-path]").Input(Path.Combine(_folder.FullName, "typed", "block_0001")));

        await dialog.InvokeAsync(() => dialog.Find("[data-testid=browse-open]").ClickAsync(new MouseEventArgs()));

        Assert.Empty(_closedWith);
        await dialog.InvokeAsync(() =>
        {
            Assert.Contains("itself a block", dialog.Find("[data-testid=browse-found]").TextContent, StringComparison.Ordinal);
            Assert.True(dialog.Find("[data-testid=browse-open]").HasAttribute("disabled"));
        });
    }

    [Fact]
    public async Task Open_OfATypedPathThatIsNoFolder_StaysAndSaysSo()
    {
        IRenderedComponent<BrowseDialog> dialog = await RenderAsync();
        string typed = Path.Combine(_folder.FullName, "nowhere");

        await dialog.InvokeAsync(() => dialog.Find("[data-testid=browse-path]").Input(typed));
        await dialog.InvokeAsync(() => dialog.Find("[data-testid=browse-open]").ClickAsync(new MouseEventArgs()));

        Assert.Empty(_closedWith);
        await dialog.InvokeAsync(() =>
        {
            Assert.Contains(typed, dialog.Find("[role=alert]").TextContent, StringComparison.Ordinal);
            Assert.True(dialog.Find("[data-testid=browse-open]").HasAttribute("disabled"));
        });
    }

    [Fact]
    public async Task Open_OvertakenByAnotherFolder_OpensWhatWasTypedOrNothing()
    {
        IRenderedComponent<BrowseDialog> dialog = await RenderAsync();
        string typed = Path.Combine(_folder.FullName, "typed");
        foreach (int number in Enumerable.Range(0, 2000))
        {
            Directory.CreateDirectory(Path.Combine(typed, $"folder{number}"));
        }

        await dialog.InvokeAsync(() => dialog.Find("[data-testid=browse-path]").Input(typed));

        await dialog.InvokeAsync(() => Task.WhenAll(
            dialog.Find("[data-testid=browse-open]").ClickAsync(new MouseEventArgs()),
            dialog.Find("[title='The folder above']").ClickAsync(new MouseEventArgs())));

        Assert.All(_closedWith, opened => Assert.Equal(typed, opened));
        await dialog.InvokeAsync(() => Assert.Equal(_folder.FullName, dialog.Find("[data-testid=browse-path]").GetAttribute("value")));
    }

    [Fact]
    public async Task Typed_WhileAFolderIsRead_Stays()
    {
        IRenderedComponent<BrowseDialog> dialog = await RenderAsync();

        await dialog.InvokeAsync(() => Task.WhenAll(
            dialog.Find("[title='The folder above']").ClickAsync(new MouseEventArgs()),
            dialog.Find("[data-testid=browse-path]").InputAsync(new ChangeEventArgs { Value = "/typed meanwhile" })));

        await dialog.InvokeAsync(() => Assert.Equal("/typed meanwhile", dialog.Find("[data-testid=browse-path]").GetAttribute("value")));
    }

    [Fact]
    public async Task Open_WithNothingTyped_OpensWhatIsListed()
    {
        IRenderedComponent<BrowseDialog> dialog = await RenderAsync();

        await dialog.InvokeAsync(() => dialog.Find("[data-testid=browse-open]").ClickAsync(new MouseEventArgs()));

        Assert.Equal([Path.Combine(_folder.FullName, "here")], _closedWith);
    }

    private async Task<IRenderedComponent<BrowseDialog>> RenderAsync()
    {
        string here = Path.Combine(_folder.FullName, "here");
        IRenderedComponent<BrowseDialog> dialog = _page.Render<BrowseDialog>(parameters => parameters.Add(d => d.Start, here));
        await dialog.WaitForAssertionAsync(
            () => Assert.Equal(here, dialog.Find("[data-testid=browse-path]").GetAttribute("value")), TimeSpan.FromMinutes(2));
        return dialog;
    }
}

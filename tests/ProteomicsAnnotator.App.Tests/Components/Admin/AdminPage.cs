using Bunit;
using ProteomicsAnnotator.App.Components.Admin;
using ProteomicsAnnotator.App.Reviewing;
using ProteomicsAnnotator.App.Tests.Reviewing;

namespace ProteomicsAnnotator.App.Tests.Components.Admin;

/// <summary>The admin's view over the small project of tests/vectors, or another folder, without a browser.</summary>
internal sealed class AdminPage : IAsyncDisposable
{
    /// <param name="folder">What it is a view of.</param>
    public AdminPage(ReviewFolder? folder = null)
    {
        Folder = folder ?? ReviewFolder.ProjectSmall();

        // Whatever else a component would call fails the test.
        Context.JSInterop.SetupModule("./Components/Admin/AdminView.razor.js").SetupVoid("watchUndo", _ => true).SetVoidResult();
        BunitJSModuleInterop grid = Context.JSInterop.SetupModule("./Components/Admin/Table/ReviewGrid.razor.js");
        grid.SetupVoid("keepKeys", _ => true).SetVoidResult();
        grid.SetupVoid("reveal", _ => true).SetVoidResult();
    }

    public ReviewFolder Folder { get; }

    public BunitContext Context { get; } = new();

    /// <summary>The view of ann.</summary>
    public async Task<(IRenderedComponent<AdminView> View, ReviewSession Review)> RenderAsync()
    {
        ReviewSession review = await Folder.OpenAsync("ann");
        return (Context.Render<AdminView>(parameters => parameters.Add(component => component.Review, review)), review);
    }

    public async ValueTask DisposeAsync()
    {
        await Context.DisposeAsync();
        await Folder.DisposeAsync();
    }
}

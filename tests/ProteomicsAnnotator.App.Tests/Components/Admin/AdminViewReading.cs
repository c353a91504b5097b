using AngleSharp.Dom;
using Bunit;
using Microsoft.AspNetCore.Components.Web;
using ProteomicsAnnotator.App.Components.Admin;
using ProteomicsAnnotator.App.Reviewing;
using ProteomicsAnnotator.App.Tests.Reviewing;

namespace ProteomicsAnnotator.App.Tests.Components.Admin;

/// <summary>What the admin's view shows, and what is done in it, as a person sees and does it.</summary>
internal static class AdminViewReading
{
    public static IReadOnlyList<IElement> Rows(this IRenderedComponent<AdminView> view) => view.FindAll("[data-testid=admin-row]");

    public static IElement Row(this IRenderedComponent<AdminView> view, int block) => view.Find($"[data-block-id={ReviewFolder.Id(block)}]");

    public static string Cell(this IRenderedComponent<AdminView> view, int block, string name) =>
        view.Row(block).QuerySelector($"[data-cell={name}]")!.TextContent.Trim();

    public static string Text(this IRenderedComponent<AdminView> view, string testId) =>
        view.Find($"[data-testid={testId}]").TextContent.Trim();

    /// <summary>
    /// Found and clicked in one turn of the renderer, as everything here is read in one: a background refresh may redraw
    /// in between, and nodes that are parsed while it does may stay those of before.
    /// </summary>
    public static Task ClickAsync(this IRenderedComponent<AdminView> view, string selector) =>
        view.InvokeAsync(() => view.Find(selector).ClickAsync(new MouseEventArgs()));

    public static Task ShowAsync(this IRenderedComponent<AdminView> view, ReviewPane pane) => view.ClickAsync($"#{ReviewTabs.IdOf(pane)}");

    public static Task SelectAllAsync(this IRenderedComponent<AdminView> view) => view.InvokeAsync(
        () => view.Find("[data-testid=admin-table]").KeyDownAsync(new KeyboardEventArgs { Key = "a", CtrlKey = true }));

    public static async Task<string> QuestionAsync(this IRenderedComponent<AdminView> view)
    {
        string text = "";
        await view.InvokeAsync(() => text = view.Find("[data-testid=final-label-question] span").TextContent);
        return text;
    }

    /// <summary>The final label shown in the field once this row is selected too.</summary>
    public static async Task<string?> FieldAfterAsync(this IRenderedComponent<AdminView> view, int block, bool shift)
    {
        string? value = null;
        await view.InvokeAsync(() => view.Row(block).ClickAsync(new MouseEventArgs { ShiftKey = shift }));
        await view.InvokeAsync(() => value = view.Find("[data-testid=final-label]").GetAttribute("value"));
        return value;
    }

    /// <summary>Whether Undo and Redo can be pressed.</summary>
    public static async Task<(bool Undo, bool Redo)> StepsAsync(this IRenderedComponent<AdminView> view)
    {
        (bool, bool) steps = default;
        await view.InvokeAsync(() => steps = (
            !view.Find("[data-testid=undo-final-label]").HasAttribute("disabled"),
            !view.Find("[data-testid=redo-final-label]").HasAttribute("disabled")));
        return steps;
    }
}

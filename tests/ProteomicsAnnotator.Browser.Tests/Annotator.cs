using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ProteomicsAnnotator.Browser.Tests;

/// <summary>A page as the person before it uses it.</summary>
internal sealed class Annotator : IAsyncDisposable
{
    private Annotator(IPage page, string username)
    {
        Page = page;
        Username = username;
    }

    public IPage Page { get; }

    public string Username { get; }

    /// <summary>In a further window of somebody who is signed in; its context is another one's to close.</summary>
    public static Annotator On(IPage page, string username) => new(page, username);

    public ILocator Canvas => Page.GetByTestId("viewer-canvas").First;

    public ILocator Banner => Page.GetByTestId("connection-banner");

    /// <summary>Opens the printed link and signs in; the list of blocks is there on return.</summary>
    public static async Task<Annotator> SignInAsync(IPage page, string link, string username)
    {
        await page.GotoAsync(link);
        return await SignInAsync(page, username);
    }

    /// <summary>Signs in on a page of its own; its first block is painted on return.</summary>
    public static async Task<Annotator> OpenAsync(Chromium chromium, RunningProgram program, string username)
    {
        Annotator annotator = await SignInAsync(await chromium.NewPageAsync(), program.Link, username);
        await annotator.PaintedAsync("block_0001");
        return annotator;
    }

    /// <summary>The same where the sign-in page is open.</summary>
    public static async Task<Annotator> SignInAsync(IPage page, string username)
    {
        await page.GetByTestId("login-username").FillAsync(username);
        await page.GetByTestId("login-submit").ClickAsync();
        await Expect(page.GetByTestId("block-list")).ToBeVisibleAsync();
        return new Annotator(page, username);
    }

    public Task PaintedAsync(string blockId) =>
        Expect(Canvas).ToHaveAttributeAsync("data-block-id", blockId);

    public async Task CompleteAsync(string blockId)
    {
        await PaintedAsync(blockId);
        await Expect(Canvas).ToHaveAttributeAsync("data-complete", "true");
    }

    public Task LoadingAsync(string blockId) =>
        Expect(Page.GetByTestId("viewer-loading").First).ToContainTextAsync(blockId);

    public Task SelectAsync(string blockId) => Item(blockId).ClickAsync();

    public Task PressAsync(string key) => Page.Keyboard.PressAsync(key);

    public ILocator Item(string blockId) =>
        Page.Locator($"[data-testid=block-item][data-block-id='{blockId}']");

    public Task ListedAsync(string blockId, int label) =>
        Expect(Item(blockId)).ToHaveAttributeAsync("data-label", $"{label}");

    public Task SaveStateAsync(string words) =>
        Expect(Page.GetByTestId("save-state")).ToContainTextAsync(
            new Regex(Regex.Escape(words), RegexOptions.None, TimeSpan.FromSeconds(1)));

    public Task SetAutoAdvanceAsync(bool on) =>
        Page.GetByTestId("auto-advance").SetCheckedAsync(on);

    /// <summary>Opens the menu of the user's initials and presses an entry.</summary>
    public static async Task ChooseInMenuAsync(IPage page, string entry)
    {
        await page.GetByTestId("user-menu").ClickAsync();
        await page.Locator("#user-menu").GetByText(entry, new() { Exact = true }).ClickAsync();
    }

    public async Task LabelAsync(string blockId, int label)
    {
        await PaintedAsync(blockId);
        await PressUntilAsync(
            () => PressAsync($"{label}"), blockId, limit => Expect(Item(blockId)).ToHaveAttributeAsync("data-label", $"{label}", new() { Timeout = limit }));
    }

    /// <summary>Runs the first command or block that the palette finds. The palette has the keys until it is gone.</summary>
    public async Task RunCommandAsync(string query)
    {
        await PressAsync("Control+k");
        await Page.GetByTestId("palette-query").FillAsync(query);
        await PressAsync("Enter");
        await Expect(Page.GetByTestId("palette-query")).ToHaveCountAsync(0);
    }

    /// <summary>Closes the dialog with Escape. The library listens for it one round trip after the dialog is on screen.</summary>
    public async Task CloseDialogAsync()
    {
        await Page.WaitForFunctionAsync("() => document.querySelector('.rz-dialog-content')?.options !== undefined");
        await PressAsync("Escape");
        await Expect(Page.Locator(".rz-dialog")).ToHaveCountAsync(0);
    }

    /// <summary>
    /// Presses a label key on this block, and again when nothing came of it: keys right after an advance, or while the
    /// program was too busy to answer, are meant to be dropped. Waits long between, so that a label on its way does not
    /// become a second one for the block that comes next.
    /// </summary>
    /// <param name="press">The press.</param>
    /// <param name="blockId">Not pressed while another one is painted.</param>
    /// <param name="expect">Throws when it is not so within the milliseconds given.</param>
    public Task PressUntilAsync(Func<Task> press, string blockId, Func<float, Task> expect) =>
        Eventually.TrueAsync($"the key on {blockId} has its effect", async () =>
        {
            await Expect(Page.GetByTestId("connection-banner")).ToBeHiddenAsync();
            if (await Canvas.GetAttributeAsync("data-block-id") == blockId)
            {
                await press();
            }

            try
            {
                await expect(20_000);
                return true;
            }
            catch (PlaywrightException)
            {
                return false;
            }
        });

    public async ValueTask DisposeAsync() => await Page.Context.DisposeAsync();
}

using Microsoft.Playwright;

namespace ProteomicsAnnotator.Browser.Tests;

/// <summary>Holds back every answer with a block's voxels until it is opened.</summary>
internal sealed class Gate
{
    private readonly TaskCompletionSource _open = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private Gate()
    {
    }

    public static async Task<Gate> BeforeAsync(IPage page, string blockId)
    {
        var gate = new Gate();
        await page.RouteAsync($"**/api/volumes/**/{blockId}*", gate.HoldAsync);
        return gate;
    }

    public void Open() => _open.TrySetResult();

    private async Task HoldAsync(IRoute route)
    {
        await _open.Task;
        try
        {
            await route.ContinueAsync();
        }
        catch (PlaywrightException)
        {
            // The page has given the request up meanwhile, or is gone.
        }
    }
}

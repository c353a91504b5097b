using System.Text.Json;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ProteomicsAnnotator.Browser.Tests;

/// <summary>The admin's view as an admin uses it, and the file of what is decided in it.</summary>
internal static class AdminView
{
    /// <summary>Signs in on a page of its own and opens the view.</summary>
    public static async Task<Annotator> OpenAsync(Chromium chromium, RunningProgram program, string username)
    {
        Annotator admin = await Annotator.OpenAsync(chromium, program, username);
        await admin.Page.GetByTestId("tab-admin").ClickAsync();
        await Expect(admin.Row("block_0003")).ToBeVisibleAsync();
        await Expect(admin.Page.Locator("section.admin")).ToHaveAttributeAsync("aria-keyshortcuts", "Control+Z Control+Shift+Z");
        return admin;
    }

    public static async Task SetFinalLabelAsync(this Annotator admin, string blockId, int label)
    {
        await admin.Row(blockId).ClickAsync();
        await Expect(admin.Row(blockId)).ToHaveAttributeAsync("aria-selected", "true");
        await admin.Page.GetByTestId("final-label").FillAsync($"{label}");
        await admin.Page.GetByTestId("set-final-label").ClickAsync();
    }

    public static ILocator Row(this Annotator admin, string blockId) =>
        admin.Page.Locator($"[data-testid=admin-row][data-block-id='{blockId}']");

    public static ILocator Cell(this Annotator admin, string blockId, string cell) =>
        admin.Row(blockId).Locator($"[data-cell={cell}]");

    public static IEnumerable<(string BlockId, int Label, string SetBy)> FinalLabels(this Campaign campaign)
    {
        string path = Path.Join(campaign.Annotations, "admin", "final_labels.json");
        if (!File.Exists(path))
        {
            return [];
        }

        using JsonDocument file = JsonDocument.Parse(File.ReadAllBytes(path));
        return [.. file.RootElement.GetProperty("labels").EnumerateObject().Select(entry => (
            entry.Name,
            entry.Value.GetProperty("final_label").GetInt32(),
            entry.Value.GetProperty("set_by").GetString()!))];
    }
}

using System.Globalization;
using System.Text.Json;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ProteomicsAnnotator.Browser.Tests;

/// <summary>
/// A scripted day: label keys at one to ten a second, flags, notes, undo, and the gallery for those that look alike. Every key
/// is answered, and what the share says in the end is what was done.
/// </summary>
public sealed class DayTests(Chromium chromium)
{
    private const string Note = "the edge, ";
    private readonly Random _random = new(20_240_102);
    private readonly Dictionary<string, int> _labels = new(StringComparer.Ordinal);
    private readonly Dictionary<string, bool> _flags = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _notes = new(StringComparer.Ordinal);
    private readonly List<(string Block, int Label, DateTimeOffset From, DateTimeOffset To)> _given = [];
    private int _refused;

    [Fact]
    public Task ShortDay_IsStoredAsItWasDone() => RunAsync(24, 8);

    [Fact(Explicit = true)]
    public Task Day_OfThreeHundredBlocks_IsStoredAsItWasDone() => RunAsync(300, 60);

    private async Task RunAsync(int blocks, int inGallery)
    {
        using var campaign = new Campaign(1);
        await Shell.RunAsync("sh", "-c", $"cd '{campaign.Data}' && for i in $(seq 2 {Number(blocks)}); do cp -al block_0001 block_$(printf %04d $i); done");
        await using RunningProgram program = await RunningProgram.StartAsync(campaign);
        await using Annotator alice = await Annotator.SignInAsync(await chromium.NewPageAsync(), program.Link, "alice");
        await alice.SetAutoAdvanceAsync(true);
        for (int i = 1; i <= blocks - inGallery; i++)
        {
            await AnnotateAsync(alice, Block(i));
        }

        await GalleryAsync(alice, blocks - inGallery + 1, blocks);
        await Expect(alice.Page.GetByTestId("save-state")).ToContainTextAsync("Saved");

        Compare(campaign);
        Assert.InRange(_refused, 0, blocks / 4);
    }

    private async Task AnnotateAsync(Annotator alice, string block)
    {
        await alice.CompleteAsync(block);
        await Task.Delay(_random.Next(100, 1000));
        if (_random.Next(10) == 0)
        {
            await AnsweredAsync(alice, "u");
            await Expect(alice.Page.GetByTestId("flag-unsure")).ToHaveAttributeAsync("aria-pressed", "true");
            _flags[block] = true;
        }

        if (_random.Next(12) == 0)
        {
            await alice.PressAsync("n");
            await Expect(alice.Page.GetByTestId("note-editor")).ToBeVisibleAsync();
            _notes[block] = Note + block;
            await alice.Page.Keyboard.TypeAsync(_notes[block]);
            await alice.PressAsync("Enter");
            await Expect(alice.Page.GetByTestId("note-editor")).ToBeHiddenAsync();
        }

        await LabelAsync(alice, block, _random.Next(1, 4));
        if (_random.Next(8) == 0)
        {
            await alice.PressAsync("Control+z");
            await alice.CompleteAsync(block);
            await Expect(alice.Item(block)).ToHaveAttributeAsync("data-label", "");
            _labels.Remove(block);
            await LabelAsync(alice, block, _random.Next(1, 4));
        }
    }

    /// <summary>Until the key is accepted: one that is refused says so, and is pressed again as a person would.</summary>
    private async Task LabelAsync(Annotator alice, string block, int label)
    {
        while (true)
        {
            DateTimeOffset from = TimeProvider.System.GetUtcNow();
            if (await AnsweredAsync(alice, Number(label)))
            {
                await Expect(alice.Item(block)).ToHaveAttributeAsync("data-label", Number(label));
                _labels[block] = label;
                _given.Add((block, label, from, TimeProvider.System.GetUtcNow()));
                return;
            }

            _refused++;
            await alice.CompleteAsync(block);
            await Task.Delay(100);
        }
    }

    /// <summary>No key is silent: it is accepted or refused, once.</summary>
    /// <returns>Accepted.</returns>
    private static async Task<bool> AnsweredAsync(Annotator alice, string key)
    {
        (int accepted, int refused) = await CountsAsync(alice);
        await alice.PressAsync(key);
        (int Accepted, int Refused) now = (accepted, refused);
        await Eventually.TrueAsync($"{key} is answered", async () => (now = await CountsAsync(alice)) != (accepted, refused));
        Assert.Equal(accepted + refused + 1, now.Accepted + now.Refused);
        return now.Accepted > accepted;
    }

    private static async Task<(int Accepted, int Refused)> CountsAsync(Annotator alice)
    {
        int[] counts = await alice.Page.GetByTestId("label-feedback").EvaluateAsync<int[]>("element => [Number(element.dataset.accepted), Number(element.dataset.refused)]");
        return (counts[0], counts[1]);
    }

    private async Task GalleryAsync(Annotator alice, int first, int last)
    {
        await alice.PressAsync("g");
        await alice.Page.GetByTestId("filter-unlabelled").ClickAsync();
        ILocator words = alice.Page.GetByTestId("gallery-words");
        int accepted = 0;
        for (int from = first; from <= last;)
        {
            int to = Math.Min(last, from + _random.Next(0, 6));
            await Tile(alice, from).ClickAsync();
            await Expect(Tile(alice, to)).ToHaveAttributeAsync("data-state", "shown");
            await Tile(alice, to).ClickAsync(new() { Modifiers = [KeyboardModifier.Shift] });
            int label = _random.Next(1, 4);
            DateTimeOffset begun = TimeProvider.System.GetUtcNow();
            await alice.PressAsync(Number(label));
            await Expect(words).ToHaveAttributeAsync("data-accepted", Number(++accepted));
            if (_random.Next(3) == 0)
            {
                await alice.PressAsync("Control+z");
                await Expect(Tile(alice, from)).ToHaveAttributeAsync("data-label", "");
                continue;
            }

            for (int i = from; i <= to; i++)
            {
                _labels[Block(i)] = label;
                _given.Add((Block(i), label, begun, TimeProvider.System.GetUtcNow()));
            }

            await Expect(Tile(alice, from)).ToHaveCountAsync(0);
            from = to + 1;
        }
    }

    private void Compare(Campaign campaign)
    {
        JsonElement[] lines = [.. Directory.EnumerateFiles(campaign.Below("annotations", "history", "users", "alice"), "*.jsonl")
            .SelectMany(File.ReadLines)
            .Select(line => JsonDocument.Parse(line).RootElement)
            .Where(line => line.TryGetProperty("clock", out _))
            .OrderBy(line => line.GetProperty("clock").GetInt64())];
        var labels = new Dictionary<string, int>(StringComparer.Ordinal);
        var marks = new Dictionary<string, (bool Unsure, string? Note)>(StringComparer.Ordinal);
        foreach (JsonElement line in lines)
        {
            if (line.TryGetProperty("mark", out JsonElement mark))
            {
                string block = mark.GetProperty("block").GetString()!;
                (bool unsure, string? note) = marks.GetValueOrDefault(block);
                marks[block] = (mark.TryGetProperty("unsure", out JsonElement flag) ? flag.ValueKind == JsonValueKind.True : unsure,
                    mark.TryGetProperty("note", out JsonElement text) ? text.GetString() : note);
            }
            else if (line.GetProperty("label").ValueKind == JsonValueKind.Number)
            {
                labels[line.GetProperty("block").GetString()!] = line.GetProperty("label").GetInt32();
            }
            else
            {
                labels.Remove(line.GetProperty("block").GetString()!);
            }
        }

        Assert.Equal(_labels.OrderBy(label => label.Key, StringComparer.Ordinal), labels.OrderBy(label => label.Key, StringComparer.Ordinal));
        Assert.Equal(_flags.Keys.Order(StringComparer.Ordinal), marks.Where(mark => mark.Value.Unsure).Select(mark => mark.Key).Order(StringComparer.Ordinal));
        Assert.Equal(_notes.OrderBy(note => note.Key, StringComparer.Ordinal).Select(note => (note.Key, (string?)note.Value)),
            marks.Where(mark => mark.Value.Note is not null).OrderBy(mark => mark.Key, StringComparer.Ordinal).Select(mark => (mark.Key, mark.Value.Note)));
        foreach ((string block, int label, DateTimeOffset from, DateTimeOffset to) in _given)
        {
            Assert.Contains(lines, line => line.TryGetProperty("block", out JsonElement name) && name.GetString() == block
                && line.GetProperty("label").ValueKind == JsonValueKind.Number && line.GetProperty("label").GetInt32() == label
                && line.GetProperty("at").GetDateTimeOffset() >= from.AddMilliseconds(-1) && line.GetProperty("at").GetDateTimeOffset() <= to);
        }
    }

    private static ILocator Tile(Annotator alice, int block) => alice.Page.Locator($"[data-testid=gallery-tile][data-block-id='{Block(block)}']");

    private static string Block(int number) => string.Create(CultureInfo.InvariantCulture, $"block_{number:0000}");

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}

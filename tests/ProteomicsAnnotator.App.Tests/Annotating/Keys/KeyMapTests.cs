using System.Text.Json;
using ProteomicsAnnotator.App.Annotating.Keys;
using ProteomicsAnnotator.Core.Campaign;

namespace ProteomicsAnnotator.App.Tests.Annotating.Keys;

public sealed class KeyMapTests
{
    private static readonly JsonElement Vectors = Read();
    private static readonly LabelClasses Nine = LabelClasses.FromNames([.. Enumerable.Range(1, 9).Select(i => $"Class {i}")]);
    private static readonly IReadOnlyList<KeyCommand> Commands = KeyCommand.NamedOf(KeySheet.Of(Nine));

    public static TheoryData<string> NotUnderstood =>
    [
        "null", "7", "\"u\"", "[]", "[\"u\"]", "{}", """{"teleport": "t"}""", """{"unsure": null}""", """{"unsure": 7}""", """{"unsure": {"key": "x"}}""",
        """{"unsure": "F5"}""", """{"unsure": "1"}""", """{"unsure": "U"}""", """{"unsure": "?"}""", """{"unsure": " "}""", """{"label10": "t"}""",
    ];

    [Theory]
    [InlineData("standard", KeyPreset.Standard)]
    [InlineData("leftHand", KeyPreset.LeftHand)]
    public void Preset_IsThatOfTheViewersTests_WithoutAConflict(string name, KeyPreset preset)
    {
        KeyDraft draft = Draft(null);
        draft.Choose(preset);

        Assert.Equal(0, draft.ConflictCount);
        Assert.Equal(preset, draft.Preset);
        KeyMap keys = KeyMap.Of(Commands, draft.Kept(null));
        Assert.Equal(
            Vectors.GetProperty("presets").GetProperty(name).EnumerateObject().ToDictionary(key => key.Name, key => key.Value.GetString()!),
            keys.Bindings.ToDictionary());
    }

    [Fact]
    public void Characters_ThatMayBeChosen_AreThoseOfTheViewer()
    {
        Assert.All(Vectors.GetProperty("bindable").GetString()!, key => Assert.True(KeyMap.IsBindable(key.ToString()), $"{key}"));
        // A lone half of a character cannot be read as text here; the file is refused before.
        foreach (JsonElement key in Vectors.GetProperty("unbindable").EnumerateArray().Where(key => !key.GetRawText().StartsWith("\"\\ud", StringComparison.Ordinal)))
        {
            Assert.False(KeyMap.IsBindable(key.GetString()!), key.GetRawText());
        }

        Assert.False(KeyMap.IsBindable("\ud83d"));
    }

    [Theory]
    [MemberData(nameof(NotUnderstood))]
    public void Keys_OfAnotherVersion_ArePassedOver_AndStayWhenOthersAreChosen(string json)
    {
        JsonElement kept = JsonDocument.Parse(json).RootElement;

        Assert.Equal(KeyMap.Of(Commands, null).Bindings, KeyMap.Of(Commands, kept).Bindings);
        KeyDraft draft = Draft(kept);
        draft.Give("measure", "k");
        JsonElement after = draft.Kept(kept);
        Assert.Equal("k", KeyMap.Of(Commands, after).Bindings["measure"]);
        if (kept.ValueKind == JsonValueKind.Object)
        {
            Assert.All(kept.EnumerateObject(), member => Assert.True(JsonElement.DeepEquals(member.Value, after.GetProperty(member.Name))));
        }
    }

    [Fact]
    public void LabelOfAClassThatIsNotThere_TakesNoKey_AndStays()
    {
        IReadOnlyList<KeyCommand> three = KeyCommand.NamedOf(KeySheet.Of(LabelClasses.Default));
        JsonElement kept = JsonSerializer.SerializeToElement(new { label4 = "a", label1 = "q" });

        var keys = KeyMap.Of(three, kept);
        Assert.Equal(("q", "a"), (keys.Bindings["label1"], keys.Bindings["autoContrast"]));
        var draft = new KeyDraft(three, keys);
        draft.Choose(KeyPreset.Standard);
        Assert.Equal("a", draft.Kept(kept).GetProperty("label4").GetString());
    }

    [Fact]
    public void ChosenKey_ComesBeforeTheStandardOne_AndTheFirstOfTwo()
    {
        KeyMap keys = KeyMap.Of(Commands, JsonSerializer.SerializeToElement(new { note = "u", solo = "x", measure = "x" }));

        Assert.Equal("u", keys.Bindings["note"]);
        Assert.DoesNotContain("unsure", keys.Bindings);
        Assert.Equal("x", keys.Bindings["measure"]);
        Assert.Equal("s", keys.Bindings["solo"]);
    }

    [Fact]
    public void Conflict_IsShownAtBoth_UntilOneIsGivenAnotherKeyOrReplaced()
    {
        KeyDraft draft = Draft(null);
        draft.Give("note", "u");

        Assert.Equal(1, draft.ConflictCount);
        Assert.Equal(["unsure"], draft.SharersOf("note").Select(row => row.Name));
        Assert.Equal(["note"], draft.SharersOf("unsure").Select(row => row.Name));

        draft.KeepOnly("note");
        Assert.Equal((0, "u", null), (draft.ConflictCount, draft.KeyOf("note"), draft.KeyOf("unsure")));
        KeyMap keys = KeyMap.Of(Commands, draft.Kept(null));
        Assert.DoesNotContain("unsure", keys.Bindings);
        Assert.Null(keys.HintOf("unsure"));
        Assert.Equal("Flag", keys.Titled("Flag", "unsure"));
        Assert.Equal("Note (U)", keys.Titled("Note", "note"));
        Assert.Equal(("Backspace", "Space"), (keys.HintOf("clear"), keys.HintOf("autoplay")));
    }

    /// <summary>Whatever is chosen in whatever order: without a conflict it is read again as it was chosen.</summary>
    [Fact]
    public void Draft_WithoutAConflict_IsInForceAsItWas()
    {
        int seed = Random.Shared.Next();
        var random = new Random(seed);
        JsonElement? kept = null;
        for (int round = 0; round < 300; round++)
        {
            KeyDraft draft = Draft(kept);
            for (int step = random.Next(6); step > 0; step--)
            {
                string name = Commands[random.Next(Commands.Count)].Name!;
                string key = random.Next(5) == 0 ? "" : ((char)('a' + random.Next(26))).ToString();
                draft.Give(name, key);
                draft.KeepOnly(name);
            }

            if (random.Next(10) == 0)
            {
                draft.Choose((KeyPreset)random.Next(3));
            }

            Assert.True(draft.ConflictCount == 0, $"seed {seed}");
            kept = draft.Kept(kept);
            KeyMap keys = KeyMap.Of(Commands, kept);
            Assert.All(Commands, command => Assert.True(
                draft.KeyOf(command.Name!) == keys.Bindings.GetValueOrDefault(command.Name!), $"{command.Name}, round {round}, seed {seed}"));
            Assert.Equal(keys.Bindings.Count, keys.Bindings.Values.Distinct(StringComparer.Ordinal).Count());
        }
    }

    private static KeyDraft Draft(JsonElement? kept) => new(Commands, KeyMap.Of(Commands, kept));

    private static JsonElement Read()
    {
        for (DirectoryInfo? at = new(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            string path = Path.Combine(at.FullName, "tests", "vectors", "keys.json");
            if (File.Exists(path))
            {
                return JsonDocument.Parse(File.ReadAllText(path)).RootElement;
            }
        }

        throw new InvalidOperationException("tests/vectors/keys.json is not above the tests.");
    }
}

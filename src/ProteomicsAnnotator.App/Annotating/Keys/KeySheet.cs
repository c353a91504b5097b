using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Campaign;

namespace ProteomicsAnnotator.App.Annotating.Keys;

/// <summary>Every key of the annotator's page, and what it does.</summary>
public static class KeySheet
{
    /// <summary>Q W E, A S D, Z X C: three rows under three fingers of the left hand.</summary>
    private const string LabelsOfLeftHand = "qweasdzxc";

    private static readonly KeyGroup[] Others =
    [
        new("Gallery",
        [
            Of("gallery", "Open the gallery, or leave it", "g", "l"),
            new(null, "Select the group there", "Ctrl+A"),
        ]),
        new("View",
        [
            Of("viewMode", "2D, Quad, 3D", "v", "i"),
            Of("resetView", "Reset the view", "r", "h"),
            Of("context", "Around the box of a point, or close it", "o", "j"),
            Of("measure", "Measure a line, or end it", "m", "m"),
            new(null, "Zoom at the pointer", "Wheel"),
        ]),
        new("Blocks",
        [
            new("previousBlock", "Previous block", "↑") { LeftHand = "r" },
            new("nextBlock", "Next block", "↓") { LeftHand = "f" },
            new("pageUp", "20 blocks back", "Page Up"),
            new("pageDown", "20 blocks on", "Page Down"),
            new("firstBlock", "First block", "Home"),
            new("lastBlock", "Last block", "End"),
            Of("nextUnlabelled", "Next unlabelled", ".", "."),
            Of("nextUnsure", "Next unsure (Shift+.)", ">", ">"),
            Of("nextDataSet", "Next unfinished data set", "d", ","),
            Of("search", "Search the list", "/", "/"),
            Of("fold", "Fold the group, or open it", "f", "y"),
            new("palette", "Go to a block, run a command", "Ctrl+K"),
        ]),
        new("Window",
        [
            new("nextArea", "List, picture, panel", "F6"),
            new(null, "This sheet", "?"),
            new(null, "Leave a field, search or example", "Esc"),
        ]),
        new("Slices",
        [
            new("previousSlice", "Previous slice", "←") { LeftHand = "t" },
            new("nextSlice", "Next slice", "→") { LeftHand = "g" },
            new(null, "Step slices", "Ctrl+wheel"),
            new("autoplay", "Play or stop", "Space"),
            Of("faster", "Play faster", "+", "+"),
            Of("slower", "Play slower", "-", "-"),
            Of("thinnerSlab", "Thinner slab", "[", "["),
            Of("thickerSlab", "Thicker slab", "]", "]"),
        ]),
        new("Channels",
        [
            Of("autoContrast", "Auto contrast, all", "a", "u"),
            Of("solo", "Each channel alone, in turn", "s", "o"),
            Of("campaign", "Campaign display, and back", "c", "p"),
            new(null, "Channel on or off", "Alt+1 – 9"),
            new(null, "Level and window", "Right drag"),
        ]),
    ];

    public static IReadOnlyList<KeyGroup> Of(LabelClasses classes) =>
    [
        new("Label",
        [
            .. classes.Items.Select(OfLabel),
            new("clear", "Clear label", "Backspace") { LeftHand = "b" },
            new("undo", "Undo my last decision", "Ctrl+Z"),
            new("redo", "Redo", "Ctrl+Shift+Z", "Ctrl+Y"),
            Of("unsure", "Unsure", "u", "v"),
            Of("note", "Note", "n", "n"),
            Of("unusable", "Cannot be judged…", "x", "k"),
        ]),
        .. Others,
    ];

    private static KeyCommand OfLabel(LabelClass item) => new($"label{item.Number}", VisibleName.Of(item.Name), $"{item.Number}")
    {
        Label = item.Number,
        LeftHand = LabelsOfLeftHand[item.Number - 1].ToString(),
    };

    private static KeyCommand Of(string name, string text, string standard, string leftHand) =>
        new(name, text) { Standard = standard, LeftHand = leftHand };
}

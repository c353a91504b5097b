namespace ProteomicsAnnotator.App.Components.Dialogs;

public partial class KeysDialog
{
    private static readonly (string Title, (string Key, string Action)[] Rows)[] Groups =
    [
        ("Labels",
        [
            ("1 – 9", "give the block on screen this class"),
            ("Backspace", "clear its label"),
            ("U", "flag it as unsure, or take the flag back"),
            ("N", "its note: Enter saves, Esc cancels"),
            ("Ctrl+Z", "undo my last decision, wherever it was"),
            ("Ctrl+Shift+Z  Ctrl+Y", "redo"),
        ]),
        ("Moving",
        [
            ("↑  ↓", "previous, next block"),
            ("PgUp  PgDn", "20 blocks back, on"),
            ("Home  End", "first, last block"),
            (".", "next block without a label"),
            ("D", "next data set with a block without a label"),
            ("/", "search the list"),
            ("Ctrl+K", "go to a block or run a command"),
            ("G", "gallery: many blocks at a glance, and back"),
            ("F6", "list, picture, panel"),
            ("←  →", "slice"),
            ("Ctrl+wheel", "slice"),
            ("Space", "slices play by themselves"),
            ("+  -", "slices play faster, slower"),
        ]),
        ("Picture",
        [
            ("V", "slice, four panes, 3D"),
            ("R", "reset the view"),
            ("M", "measure: drag a line on a slice; M ends"),
            ("Wheel", "zoom at the pointer"),
            ("Right drag", "contrast of the selected channel: level, window"),
            ("[  ]", "thinner, thicker slab"),
        ]),
        ("Channels",
        [
            ("A", "auto contrast of all channels"),
            ("Alt+1 – 9", "channel on or off"),
            ("S", "each channel alone, in turn"),
            ("C", "campaign display and back"),
            ("?", "this page"),
        ]),
    ];
}

using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Journals;

namespace ProteomicsAnnotator.App.Annotating;

/// <summary>
/// Which blocks the list shows. <see cref="Label"/>: null any, 0 unlabelled, -1 labelled, -2 flagged as unsure, -3 with a
/// note, 1..9 that class.
/// </summary>
public sealed record BlockFilter(string Text = "", int? Label = null)
{
    public const int Unlabelled = 0;
    public const int Labelled = -1;
    public const int Unsure = -2;
    public const int WithNote = -3;

    public bool IsActive => Text.Length > 0 || Label is not null;

    public bool MatchesText(Block block) =>
        Text.Length == 0 || block.Id.Value.Contains(Text, StringComparison.OrdinalIgnoreCase);

    public bool Matches(Block block, int? label, BlockMark mark = default) =>
        MatchesText(block) && Label switch
        {
            null => true,
            Unlabelled => label is null,
            Labelled => label is not null,
            Unsure => mark.IsUnsure,
            WithNote => mark.Note is not null,
            int number => label == number,
        };
}

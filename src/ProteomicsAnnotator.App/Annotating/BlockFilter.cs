using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Journals;

namespace ProteomicsAnnotator.App.Annotating;

/// <summary>
/// Which blocks the list shows. <see cref="Label"/>: null any, 0 unlabelled, -1 labelled, -2 flagged as unsure, -3 with a
/// note, -4 cannot be judged, -5 to look at again as its class changed since, 1..9 that class.
/// </summary>
public sealed record BlockFilter(string Text = "", int? Label = null)
{
    public const int Unlabelled = 0;
    public const int Labelled = -1;
    public const int Unsure = -2;
    public const int WithNote = -3;
    public const int Unusable = -4;
    public const int ToLookAgain = -5;

    public bool IsActive => Text.Length > 0 || Label is not null;

    public bool MatchesText(Block block) =>
        Text.Length == 0 || block.Id.Value.Contains(Text, StringComparison.OrdinalIgnoreCase);

    public bool Matches(Block block, int? label, BlockMark mark = default, BlockConditions? conditions = null) =>
        MatchesText(block) && Label switch
        {
            null => true,
            Unlabelled => label is null && mark.Unusable is null && conditions?.IsUnreadable(block) != true,
            Labelled => label is not null,
            Unsure => mark.IsUnsure,
            WithNote => mark.Note is not null,
            Unusable => mark.Unusable is not null,
            ToLookAgain => conditions?.IsToLookAgain(block) == true,
            int number => label == number,
        };
}

/// <summary>What else is known of blocks.</summary>
/// <param name="IsToLookAgain">The class of its label changed since.</param>
/// <param name="IsUnreadable">Nobody can label it.</param>
public sealed record BlockConditions(Func<Block, bool> IsToLookAgain, Func<Block, bool> IsUnreadable)
{
    /// <summary>Nothing is.</summary>
    public static BlockConditions None { get; } = new(static _ => false, static _ => false);
}
